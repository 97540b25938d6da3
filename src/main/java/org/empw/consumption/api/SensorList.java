package org.empw.consumption.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** Finds the ids in what {@code GET /sensors} answers: a JSON array of objects with an {@code _id}. */
final class SensorList {

    private static final JsonFactory JSON = new JsonFactory();

    private SensorList() {}

    static Set<String> ids(InputStream in) throws IOException, MalformedResponseException {
        Set<String> ids = new HashSet<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), in)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new MalformedResponseException("it is not a JSON array");
            }
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                if (token != JsonToken.START_OBJECT) {
                    json.skipChildren();
                    continue;
                }
                for (String name = json.nextName(); name != null; name = json.nextName()) {
                    if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("_id")) {
                        ids.add(json.getString());
                    }
                    json.skipChildren();
                }
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new MalformedResponseException("it is not JSON");
        }
        return ids;
    }
}
