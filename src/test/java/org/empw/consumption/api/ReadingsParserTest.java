package org.empw.consumption.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.calculation.SkippedReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of each entry and reading, and what of them is skipped. */
class ReadingsParserTest extends ReadingsParserTestBase {
    @ParameterizedTest
    @CsvSource({
        "126.0, 126",
        "126, 126",
        "-0.5, -0.5",
        "1e3, 1000",
        "'\"104.5\"', 104.5",
        "'\" 7 \"', 7",
        "12.300000000000001, 12.3"
    })
    void readsALevel(String json, String level) throws Exception {
        parse(oneReading("\"water_level\":" + json + ",\"created_at\":\"2020-07-28T04:15:19.554Z\""));
        assertEquals(level, Millionths.format(days.get(0).level(0)));
        assertEquals("2020-07-28T04:15:19.554Z", days.get(0).time(0).toString());
        assertEquals(List.of(), days.get(0).skipped());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "\"\"",
                "\"NaN\"",
                "\"-\"",
                "\"0x1\"",
                "\"1.5d\"",
                "\"1.2.3\"",
                "\"12 34\"",
                "\"1e999999999\"",
                "\"twelve\"",
                "{}",
                "[1]",
                "1e999999999",
                "NaN",
                "Infinity",
                "-Infinity",
                "1000000001"
            })
    void skipsAReadingWithoutAUsableLevel(String json) throws Exception {
        assertTimeout(
                Duration.ofSeconds(1),
                () -> parse(oneReading("\"created_at\":\"2020-07-28T04:15:19.554Z\",\"water_level\":" + json)));
        assertEquals(0, days.get(0).size());
        SkippedReading reading = days.get(0).skipped().get(0);
        assertTrue(reading.reason().startsWith("reading 1 has the water_level "), reading.reason());
        assertEquals(
                "2020-07-28T04:15:19.554Z", reading.createdAt().orElseThrow().toString());
    }

    @Test
    void skipsAMillionDigitsWithoutFillingTheMemory() throws Exception {
        parse(oneReading("\"created_at\":\"2020-07-28T04:15:19.554Z\",\"water_level\":1" + "0".repeat(900_000)));
        assertEquals(0, days.get(0).size());
        assertTrue(days.get(0).skipped().get(0).reason().length() < 300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "\"yesterday\"", "{}", "[]"})
    void skipsAReadingWithoutAUsableTime(String json) throws Exception {
        parse(oneReading("\"water_level\":1,\"created_at\":" + json));
        assertEquals(0, days.get(0).size());
        SkippedReading reading = days.get(0).skipped().get(0);
        assertTrue(reading.reason().startsWith("reading 1 has the created_at "), reading.reason());
        assertEquals(Optional.empty(), reading.createdAt());
    }

    @Test
    void keepsTheOthersWhenOneReadingIsABareNaN() throws Exception {
        parse("[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":["
                + "{\"water_level\":1,\"created_at\":\"2020-07-28T04:00:00Z\"},"
                + "{\"water_level\":NaN,\"created_at\":\"2020-07-28T05:00:00Z\"}]},"
                + "{\"sensor_id\":\"b\",\"date\":\"2020-07-28\",\"data\":[]}]");
        assertEquals(1, days.get(0).size());
        assertEquals("b", days.get(1).sensorId());
    }

    @Test
    void namesTheReadingsSkippedByTheirPlace() throws Exception {
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
                "{\"sensor_id\":\" \",\"date\":\"2020-07-28\",\"data\":[]} | Entry 1 has the sensor_id \" \", which is not 1 to 64 printable ASCII characters",
                "{\"sensor_id\":{\"$oid\":\"a\"},\"date\":\"2020-07-28\",\"data\":[]} | Entry 1 has no usable sensor_id",
                "{\"sensor_id\":\"a\",\"data\":[]} | Sensor \"a\" has no usable date",
                "{\"sensor_id\":\"a\",\"date\":\"28.7.2020\",\"data\":[]} | Sensor \"a\" has no usable date",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28T22:00:00Z\",\"data\":[]} | Sensor \"a\" has no usable date",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\"} | Sensor \"a\" has no usable data",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":{\"x\":[1]}} | Sensor \"a\" has no usable data",
                "[[1],2] | Entry 1 is not an object"
            })
    void skipsAnEntryThatCannotBeUsed(String entry, String reason) throws Exception {
        parse("[" + entry + ",{\"sensor_id\":\"b\",\"date\":\"2020-07-28\",\"data\":[]}]");
        assertEquals(List.of(reason), skipped);
        assertEquals("b", days.get(0).sensorId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ä", "a\\u0000", "a\\n"})
    void skipsASensorWhoseIdIsNotPrintableAscii(String id) throws Exception {
        parse("[{\"sensor_id\":\"" + id + "\",\"date\":\"2020-07-28\",\"data\":[]}]");
        assertTrue(skipped.get(0).startsWith("Entry 1 has the sensor_id \""), skipped.get(0));
        assertEquals(List.of(), days);
    }

    @Test
    void takesAnIdOf64CharactersAndSkipsALongerOne() throws Exception {
        String id = "~".repeat(64);
        parse("[{\"sensor_id\":\"" + id + "\",\"date\":\"2020-07-28\",\"data\":[]}," + "{\"sensor_id\":\"" + id
                + "~\",\"date\":\"2020-07-28\",\"data\":[]}]");
        assertEquals(id, days.get(0).sensorId());
        assertEquals(1, skipped.size());
    }

    @Test
    void readsUtf8WithAMarkAndUtf16() throws Exception {
        String json = "[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":[]}]";
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            ReadingsParser.parse(new ByteArrayInputStream(("\uFEFF" + json).getBytes(charset)), readings);
        }
        assertEquals(3, days.size());
    }

    @Test
    void takesNoReadingsFromAnEntryThatWasSkippedNorFromDataThatIsGivenTwice() throws Exception {
        String reading = "{\"water_level\":1,\"created_at\":\"2020-07-28T04:00:00Z\"}";
        parse("[{\"data\":[" + reading + "]},{\"sensor_id\":\"b\",\"date\":\"2020-07-28\",\"data\":[]},"
                + "{\"sensor_id\":\"c\",\"date\":\"2020-07-28\",\"data\":[" + reading + "],\"data\":[" + reading
                + "]}]");
        assertEquals(0, days.get(0).size());
        assertEquals(1, days.get(1).size());
    }

    @Test
    void ignoresUnknownPropertiesAndTheOrderOfTheKnown() throws Exception {
        parse("""
        [{"x":{"data":[1]},"data":[{"y":[[]],"created_at":"2020-07-28T04:00:00Z","z":null,"water_level":1}],
          "date":"2020-07-28","sensor_id":"a","w":"2"}]""");
        assertEquals(1, days.get(0).size());
        assertEquals("a", days.get(0).sensorId());
    }

    @Test
    void countsReadingsSkippedBeyondThoseItNames() throws Exception {
        parse("[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":[" + "1,".repeat(4_999) + "1]}]");
        assertEquals(5_000, days.get(0).skippedCount());
        assertEquals(1_000, days.get(0).skipped().size());
    }

    private static String oneReading(String properties) {
        return "[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":[{" + properties + "}]}]";
    }
}
