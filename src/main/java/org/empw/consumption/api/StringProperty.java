package org.empw.consumption.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** Finds one property, a string, in a JSON object or in the objects of a JSON array. No message shows its value. */
final class StringProperty {
    private static final JsonFactory JSON = new JsonFactory();

    private StringProperty() {}

    /**
     * The values of {@code property}, in the order in which they come; none where it is missing or no string.
     *
     * @throws MalformedResponseException when it is neither an object nor an array
     */
    static List<String> values(InputStream in, String property) throws IOException, MalformedResponseException {
        List<String> values = new ArrayList<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), in)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                readObject(json, property, values);
            } else if (first == JsonToken.START_ARRAY) {
                for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                    if (token == JsonToken.START_OBJECT) {
                        readObject(json, property, values);
                    } else {
                        json.skipChildren();
                    }
                }
            } else {
                throw MalformedResponseException.notJson("it is neither a JSON object nor an array");
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw MalformedResponseException.notJson("it is not JSON");
        }
        return values;
    }

    private static void readObject(JsonParser json, String property, List<String> values) {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            if (name.equals(property) && value == JsonToken.VALUE_STRING) {
                values.add(json.getString());
            }
            json.skipChildren();
        }
    }
}
