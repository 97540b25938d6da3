package org.empw.consumption.api;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** Finds the token in what {@code POST /admins/login} answers. No message shows any of the answer. */
final class LoginResponse {

    private static final JsonFactory JSON = new JsonFactory();

    private LoginResponse() {}

    static String token(InputStream in) throws IOException, MalformedResponseException {
        String token = "";
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), in)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                for (String name = json.nextName(); name != null; name = json.nextName()) {
                    JsonToken value = json.nextToken();
                    if (name.equals("token") && value == JsonToken.VALUE_STRING) {
                        token = json.getString();
                    }
                    json.skipChildren();
                }
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new MalformedResponseException("it is not JSON");
        }
        if (token.isEmpty() || !isPrintableAscii(token)) {
            throw new MalformedResponseException("it holds no usable token");
        }
        return token;
    }

    private static boolean isPrintableAscii(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
