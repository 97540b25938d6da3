package org.empw.consumption.api;

import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.List;
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
        ByteArrayOutputStream body = new ByteArrayOutputStream(128 + reports.size() * 96);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), body)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("reports");
            write(json, reports);
            json.writeEndArray();
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    /**
     * What {@code POST /admins/login} takes. Where the body has no phone number, the API looks for any admin without one
     * and finds the first, whatever the email says; an empty one makes it look for the email.
     */
    static byte[] credentials(String email, String password) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), body)) {
            json.writeStartObject();
            json.writeStringProperty("email", email);
            json.writeStringProperty("phone_number", "");
            json.writeStringProperty("password", password);
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    private static void write(JsonGenerator json, List<ConsumptionReport> reports) {
        LocalDate lastDate = LocalDate.MIN;
        String date = "";
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
    }
}
