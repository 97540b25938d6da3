package org.empw.consumption.api;

import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.empw.consumption.calculation.ConsumptionReport;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes what the API takes as JSON, in ASCII. */
final class JsonWriter {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private JsonWriter() {}

    /** The body that {@code POST /consumption_reports} takes. */
    static byte[] postBody(List<ConsumptionReport> reports) {
        return object(128 + reports.size() * 96, json -> {
            LocalDate lastDate = LocalDate.MIN;
            String date = "";
            json.writeArrayPropertyStart("reports");
            for (ConsumptionReport report : reports) {
                if (!report.date().equals(lastDate)) {
                    lastDate = report.date();
                    date = lastDate.toString();
                }
                json.writeStartObject();
                json.writeStringProperty("sensor_id", report.sensorId());
                json.writeStringProperty("date", date);
                json.writeNumberProperty("consumption", report.consumption());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /**
     * What {@code POST /admins/login} takes. Where the body has no phone number, the API looks for any admin without one
     * and finds the first, whatever the email says; an empty one makes it look for the email.
     */
    static byte[] credentials(Account account) {
        return object(
                256,
                json -> json.writeStringProperty("email", account.email())
                        .writeStringProperty("phone_number", "")
                        .writeStringProperty("password", account.password()));
    }

    private static byte[] object(int expectedSize, Consumer<JsonGenerator> properties) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(expectedSize);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), body)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        }
        return body.toByteArray();
    }
}
