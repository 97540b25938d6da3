package org.empw.consumption.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.empw.consumption.calculation.SensorDay;

/** What is read of a text. */
abstract class ReadingsParserTestBase {
    final RecordedReadings readings = new RecordedReadings();
    final List<SensorDay> days = readings.days;
    final List<String> skipped = readings.skipped;

    void parse(String json) throws IOException, MalformedResponseException {
        ReadingsParser.parse(stream(json), readings);
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
