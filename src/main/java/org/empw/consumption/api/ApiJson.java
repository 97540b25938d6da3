package org.empw.consumption.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes what the API takes as JSON, in ASCII, and reads what it answers, except the readings. */
final class ApiJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    /** No answer of the API to a login, and no list of sensors, is longer; what is longer is somebody else's. */
    static final long MAX_LOGIN_BYTES = 64_000;

    static final long MAX_SENSORS_BYTES = 100_000_000;

    /** Longer strings end the reading, whatever they are for; what is a little too long is left to the caller. */
    private static final int MAX_STRING = 64_000;

    private ApiJson() {}

    /** The body that {@code POST /consumption_reports} takes. */
    static byte[] postBody(List<ConsumptionReport> reports) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(128 + reports.size() * 96);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), body)) {
            json.writeStartObject().writeArrayPropertyStart("reports");
            for (ConsumptionReport report : reports) {
                json.writeStartObject();
                json.writeStringProperty("sensor_id", report.sensorId());
                json.writeStringProperty("date", report.date().toString());
                json.writeNumberProperty("consumption", report.consumption());
                json.writeEndObject();
            }
            json.writeEndArray().writeEndObject();
        }
        return body.toByteArray();
    }

    /**
     * What {@code POST /admins/login} takes. Where the body has no phone number, the API looks for any admin without
     * one and finds the first, whatever the email says; an empty one makes it look for the email.
     */
    static byte[] credentials(Account account) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), body)) {
            json.writeStartObject();
            json.writeStringProperty("email", account.email());
            json.writeStringProperty("phone_number", "");
            json.writeStringProperty("password", account.password());
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    /** Takes the values that {@link #read} finds. */
    interface Values {
        void add(String value) throws MalformedResponseException;
    }

    /**
     * Hands the values of {@code property} in a JSON object, or in the objects of a JSON array, to {@code values} in
     * the order in which they come; none where it is missing or no string. No message shows its value.
     *
     * @param maxBytes how long the answer may be
     * @throws MalformedResponseException when it is neither an object nor an array, or too long
     */
    static void read(InputStream in, String property, long maxBytes, Values values)
            throws IOException, MalformedResponseException {
        JsonFactory bounded = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(maxBytes)
                        .maxStringLength(MAX_STRING)
                        .build())
                .build();
        byte[] head = in.readNBytes(200); // for the messages
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
        try (JsonParser json = bounded.createParser(ObjectReadContext.empty(), whole)) {
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
        } catch (StreamConstraintsException e) {
            throw new MalformedResponseException("it, or something in it, is longer than any answer of the API", true);
        } catch (JacksonException e) {
            throw new MalformedResponseException(
                    "it is not JSON but " + Operation.kind(head).replace("JSON", "broken JSON"), false);
        }
    }
}
