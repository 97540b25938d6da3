package org.empw.consumption.console;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.empw.consumption.text.Redactor;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * A log line for a program: an object with {@code time} (ISO 8601), {@code level}, {@code run} (an id, the same in each
 * line of a run), {@code message}, {@code data} (an object: numbers, texts, and arrays of sensors) and {@code
 * exception}.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final String run = UUID.randomUUID().toString();

    @Override
    public String doLayout(ILoggingEvent event) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("time", String.valueOf(Instant.ofEpochMilli(event.getTimeStamp())));
            json.writeStringProperty("level", event.getLevel().toString());
            json.writeStringProperty("run", run);
            json.writeStringProperty("message", event.getFormattedMessage());
            if (event.getKeyValuePairs() != null) {
                json.writeObjectPropertyStart("data");
                for (KeyValuePair pair : event.getKeyValuePairs()) {
                    json.writeName(pair.key);
                    if (pair.value instanceof Number) {
                        json.writeNumber(pair.value.toString());
                    } else if (pair.value instanceof Collection<?> values) {
                        json.writeStartArray();
                        values.forEach(value -> json.writeString(String.valueOf(value)));
                        json.writeEndArray();
                    } else {
                        json.writeString(String.valueOf(pair.value));
                    }
                }
                json.writeEndObject();
            }
            if (event.getThrowableProxy() != null) {
                String trace = ThrowableProxyUtil.asString(event.getThrowableProxy());
                json.writeStringProperty("exception", Redactor.redact(trace));
            }
            json.writeEndObject();
        }
        return line.append('\n').toString();
    }
}
