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
            JsonToken token = json.nextToken();
            if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
                throw new MalformedResponseException("it is neither a JSON object nor an array", false);
            }
            int depth = token == JsonToken.START_OBJECT ? 1 : 2; // what lies deeper belongs to something else
            for (; !json.streamReadContext().inRoot(); token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING
                        && json.streamReadContext().getNestingDepth() == depth
                        && property.equals(json.currentName())) {
                    values.add(json.getString());
                }
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new MalformedResponseException("it is not JSON", false);
        }
        return values;
    }
}
