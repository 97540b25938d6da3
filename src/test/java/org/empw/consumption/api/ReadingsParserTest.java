package org.empw.consumption.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SkippedReading;
import org.empw.consumption.text.Redactor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingsParserTest implements ReadingsHandler {

    private final List<SensorDay> days = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    @Override
    public void sensorDay(SensorDay day) {
        days.add(day);
    }

    @Override
    public void entrySkipped(String reason) {
        skipped.add(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "126.0, 126.0",
        "126, 126",
        "-0.5, -0.5",
        "0.30000000000000004, 0.30000000000000004",
        "1e3, 1000",
        "1.5E-3, 0.0015",
        "'\"104.5\"', 104.5",
        "'\" 7 \"', 7",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "999999999999999999, 999999999999999999",
        "1.7976931348623157E308, 179769313486231570000",
        "0e999999999, 0"
    })
    void readsLevelsExactly(String json, String level) throws Exception {
        parse(oneReading("\"water_level\":" + json + ",\"created_at\":\"2020-07-28T04:15:19.554Z\""));
        String read = days.get(0).reading(0).waterLevel().toPlainString();
        assertTrue(read.startsWith(level) && (level.length() > 20 || read.equals(level) || read.length() > 300), read);
        assertEquals(List.of(), days.get(0).skipped());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "\"\"",
                "\"-\"",
                "\".\"",
                "\"NaN\"",
                "\"12 34\"",
                "\"twelve\"",
                "{}",
                "[1]",
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "\"1e99999999999\"",
                "1e401"
            })
    void leavesOutAReadingWithoutAUsableLevel(String json) throws Exception {
        assertTimeout(
                Duration.ofSeconds(1),
                () -> parse(oneReading("\"created_at\":\"2020-07-28T04:15:19.554Z\",\"water_level\":" + json)));
        assertEquals(0, days.get(0).size());
        assertEquals(1, days.get(0).skipped().size());
        assertTrue(
                days.get(0).skipped().get(0).reason().startsWith("reading 1 has the water_level "),
                days.get(0).skipped()::toString);
    }

    @Test
    void leavesOutAMillionDigitsWithoutFillingTheMemory() throws Exception {
        parse(oneReading("\"created_at\":\"2020-07-28T04:15:19.554Z\",\"water_level\":1" + "0".repeat(900_000)));
        assertEquals(0, days.get(0).size());
        assertTrue(days.get(0).skipped().get(0).reason().length() < 300);
    }

    @ParameterizedTest
    @CsvSource({
        "2020-07-28T04:15:19.554Z, 2020-07-28T04:15:19.554Z",
        "2020-07-28T04:15:19Z, 2020-07-28T04:15:19Z",
        "2020-07-28T04:15:19.123456Z, 2020-07-28T04:15:19.123456Z",
        "2020-07-28T04:15:19.123456789Z, 2020-07-28T04:15:19.123456Z",
        "2020-07-28T06:15:19.554+02:00, 2020-07-28T04:15:19.554Z",
        "2020-02-29T23:59:59.999Z, 2020-02-29T23:59:59.999Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500Z"
    })
    void readsTimes(String json, String time) throws Exception {
        parse(oneReading("\"water_level\":1,\"created_at\":\"" + json + "\""));
        assertEquals(List.of(), days.get(0).skipped());
        assertEquals(time, days.get(0).reading(0).createdAt().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "5",
                "\"\"",
                "\"yesterday\"",
                "\"2020-07-28\"",
                "\"2020-13-28T04:15:19.554Z\"",
                "\"0000-00-00T05:00:00.000Z\"",
                "\"2020-02-30T04:15:19.554Z\"",
                "\"2020-07-28T24:15:19.554Z\"",
                "\"2020-07-28T04:60:19.554Z\"",
                "\"2020-07-28 04:15:19.554Z\"",
                "\"2020-07-28T04:15:19.55x4Z\"",
                "{}",
                "[]"
            })
    void leavesOutAReadingWithoutAUsableTime(String json) throws Exception {
        parse(oneReading("\"water_level\":1,\"created_at\":" + json));
        assertEquals(0, days.get(0).size());
        assertTrue(
                days.get(0).skipped().get(0).reason().startsWith("reading 1 has the created_at "),
                days.get(0).skipped()::toString);
    }

    @Test
    void namesTheReadingsLeftOutByTheirPlace() throws Exception {
        parse("""
        [{"sensor_id":"a","date":"2020-07-28","data":[
          {"water_level":1,"created_at":"2020-07-28T04:00:00Z"},
          {"created_at":"2020-07-28T05:00:00Z"},
          7,
          {"water_level":3},
          {"water_level":4,"created_at":"2020-07-28T06:00:00Z"}]}]""");
        assertEquals(2, days.get(0).size());
        assertEquals(
                List.of("reading 2 has no water_level", "reading 3 is not an object", "reading 4 has no created_at"),
                days.get(0).skipped().stream().map(SkippedReading::reason).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"date\":\"2020-07-28\",\"data\":[]} | Entry 1 has no usable sensor_id",
                "{\"sensor_id\":\" \",\"date\":\"2020-07-28\",\"data\":[]} | Entry 1 has no usable sensor_id",
                "{\"sensor_id\":{\"$oid\":\"a\"},\"date\":\"2020-07-28\",\"data\":[]} | Entry 1 has no usable sensor_id",
                "{\"sensor_id\":\"a\",\"data\":[]} | Sensor \"a\" has no usable date",
                "{\"sensor_id\":\"a\",\"date\":\"28.7.2020\",\"data\":[]} | Sensor \"a\" has no usable date",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28T22:00:00Z\",\"data\":[]} | Sensor \"a\" has no usable date",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\"} | Sensor \"a\" has no usable data",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":{\"x\":[1]}} | Sensor \"a\" has no usable data",
                "[[1],2] | Entry 1 is not an object"
            })
    void leavesOutAnEntryThatCannotBeUsed(String entry, String reason) throws Exception {
        parse("[" + entry + ",{\"sensor_id\":\"b\",\"date\":\"2020-07-28\",\"data\":[]}]");
        assertEquals(List.of(reason), skipped);
        assertEquals("b", days.get(0).sensorId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-07-28", "2020-07-28T00:00:00.000Z", "2020-07-28T00:00:00+02:00"})
    void readsTheDay(String date) throws Exception {
        parse("[{\"sensor_id\":\"a\",\"date\":\"" + date + "\",\"data\":[]}]");
        assertEquals("2020-07-28", days.get(0).date().toString());
    }

    @Test
    void ignoresUnknownPropertiesAndTheOrderOfTheKnown() throws Exception {
        parse("""
        [{"x":{"data":[1]},"data":[{"y":[[]],"created_at":"2020-07-28T04:00:00Z","z":null,"water_level":1}],
          "date":"2020-07-28","sensor_id":"a","w":"2"}]""");
        assertEquals(1, days.get(0).size());
        assertEquals("a", days.get(0).sensorId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n ",
                "[",
                "[{\"sensor_id\":\"a\"",
                "[{\"sensor_id\":\"a\",\"data\":[{\"water_level\":12",
                "[{},"
            })
    void tellsWhenItIsCutShort(String json) {
        assertThrows(EOFException.class, () -> parse(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "\"x\"",
                "<html><body>Sign in</body></html>",
                "[]]",
                "[] []",
                "[}",
                "[{\"a\":01}]",
                "[,]"
            })
    void tellsWhatCameInsteadOfAnArray(String text) {
        MalformedResponseException e = assertThrows(MalformedResponseException.class, () -> parse(text));
        assertTrue(e.getMessage().contains("begins with \"" + text.substring(0, 2)), e.getMessage());
    }

    @Test
    void neverShowsASecretThatTheServerEchoes() {
        Redactor.add("s3cret-token");
        for (String text : List.of(
                "<p>Bearer s3cret-token</p>",
                "<p>" + "x".repeat(90) + "s3cret-token",
                "<" + " ".repeat(189) + "s3cret-token",
                "s3cret-token")) {
            MalformedResponseException e = assertThrows(MalformedResponseException.class, () -> parse(text));
            assertFalse(e.getMessage().contains("s3cr"), e.getMessage());
        }
    }

    @Test
    void passesOverUnknownPropertiesHoweverDeep() throws Exception {
        parse("[{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000)
                + ",\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":[]}]");
        assertEquals("a", days.get(0).sensorId());
    }

    @Test
    void stopsAtWhatWouldFillTheMemory() {
        for (String json : List.of(
                "[".repeat(200_000),
                "[{\"sensor_id\":\"" + "x".repeat(1_100_000) + "\"}]",
                "[" + "1".repeat(1_000_001) + "]",
                "[{\"" + "x".repeat(60_000) + "\":1}]")) {
            MalformedResponseException e = assertThrows(MalformedResponseException.class, () -> parse(json));
            assertTrue(e.getMessage().contains("longer or deeper"), e.getMessage());
        }
    }

    @Test
    void countsReadingsLeftOutBeyondThoseItNames() throws Exception {
        parse("[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":[" + "1,".repeat(4_999) + "1]}]");
        assertEquals(5_000, days.get(0).skippedCount());
        assertEquals(1_000, days.get(0).skipped().size());
    }

    @Test
    void passesOnThatReadingFailed() {
        InputStream broken = new InputStream() {
            private final InputStream beginning = stream("[" + " ".repeat(9_000));

            @Override
            public int read() throws IOException {
                int next = beginning.read();
                if (next < 0) {
                    throw new IOException("connection reset");
                }
                return next;
            }
        };
        assertEquals(
                "connection reset",
                assertThrows(IOException.class, () -> ReadingsParser.parse(broken, this))
                        .getMessage());
    }

    private static String oneReading(String properties) {
        return "[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":[{" + properties + "}]}]";
    }

    private void parse(String json) throws IOException, MalformedResponseException {
        ReadingsParser.parse(stream(json), this);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
