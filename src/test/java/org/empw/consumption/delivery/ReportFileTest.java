package org.empw.consumption.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines that the job prints, and that you give back to it. */
class ReportFileTest {
    private static ReportFile read(String text, Charset charset) throws IOException {
        return ReportFile.read(new ByteArrayInputStream(text.getBytes(charset)));
    }

    private static String line(String sensor, String consumption) {
        return "{\"sensor_id\":\"" + sensor + "\",\"date\":\"2020-07-28\",\"consumption\":" + consumption + "}\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1e20", "1e-20", "12345678901234567890.12345678901234567890"})
    void takesANumberThatAReportCanHave(String consumption) throws Exception {
        ReportFile file = read(line("a", consumption), StandardCharsets.UTF_8);
        assertEquals(0, file.all().get(0).consumption().compareTo(new BigDecimal(consumption)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e21", "1e-21", "123456789012345678901.12345678901234567890", "null"})
    void refusesOneThatNoReportHasAndNamesItsLine(String consumption) {
        Exception e = assertThrows(
                IOException.class, () -> read(line("a", "1") + line("a", consumption), StandardCharsets.UTF_8));
        assertTrue(e.getMessage().startsWith("line 2 lacks a usable"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE"})
    void readsWhatAWindowsShellMadeOfTheLines(String charset) throws Exception {
        String mark = charset.equals("UTF-16") ? "" : "\uFEFF";
        ReportFile file = read(mark + line("a", "1") + line("b", "2"), Charset.forName(charset));
        assertEquals(Set.of("a", "b"), file.sensors());
        assertEquals(2, file.unsent().size());
    }

    @Test
    void passesOverWhatALogSaysOfSensorIds() throws Exception {
        String log = """
            2026-11-27T00:30:01Z ERROR Batch 1 of 3: the API answered 422: "{"errors":{"sensor_id":["gone"]}}"
            {"level":"WARN","message":"Entry 1 has no usable sensor_id; skipped"}
            """;
        ReportFile file = read(log + "app[run.1]: " + line("a", "1"), StandardCharsets.UTF_8);
        assertEquals(Set.of("a"), file.sensors());
        assertEquals(2, file.passedOver());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"sensor_id\":", "{\"sensor_id\":7}", "\uFEFF {\"date\":\"2020-07-28\",\"sensor_id\":\"a\"}"})
    void refusesALineThatIsAnObjectAndNoReport(String object) {
        assertThrows(IOException.class, () -> read(object, StandardCharsets.UTF_8));
    }

    @Test
    void isEmptyWhereThereIsNothing() throws Exception {
        assertEquals(Set.of(), read("", StandardCharsets.UTF_8).sensors());
        assertEquals(1, read("x\n" + line("a", "1"), StandardCharsets.UTF_8).passedOver());
    }
}
