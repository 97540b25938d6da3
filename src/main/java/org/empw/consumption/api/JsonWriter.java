package org.empw.consumption.api;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes what the API takes as JSON, in ASCII; reports also one object a line, for a person and {@code --send}. */
public final class JsonWriter {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .rootValueSeparator("\n")
            .build();

    private JsonWriter() {}

    /** The body that {@code POST /consumption_reports} takes. */
    public static byte[] postBody(List<ConsumptionReport> reports) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(128 + reports.size() * 96);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), body)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("reports");
            write(json, reports, false);
            json.writeEndArray();
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    /** Writes a line for each report; {@code out} is flushed and stays open. */
    public static void writeLines(List<ConsumptionReport> reports, boolean inDoubt, OutputStream out) {
        if (reports.isEmpty()) {
            return;
        }
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            write(json, reports, inDoubt);
            json.writeRaw('\n');
        }
    }

    /** What {@code POST /admins/login} takes. */
    static byte[] credentials(String email, String password) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), body)) {
            json.writeStartObject();
            json.writeStringProperty("email", email);
            json.writeStringProperty("password", password);
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    private static void write(JsonGenerator json, List<ConsumptionReport> reports, boolean inDoubt) {
        LocalDate lastDate = null;
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
            if (inDoubt) {
                json.writeBooleanProperty("in_doubt", true);
            }
            json.writeEndObject();
        }
    }
}
