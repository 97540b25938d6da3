package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run makes of the readings that it gets: dry runs, files, and data that cannot be used or believed. */
class ReadingsTest extends RunTestBase {
    @Test
    void printsTheReportsOfADryRunAndSendsNone() {
        run.go("--dry-run");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(SAMPLE_REPORTS, run.printed(false));
        assertEquals(Map.of(), api.stored());
    }

    @Test
    void takesReadingsFromAFileWithoutAskingTheApi() throws IOException {
        Files.copy(SAMPLE, directory.resolve("readings.json"));
        Run local = new Run().in(directory).go("--dry-run", "--readings", "readings.json");
        assertEquals(ExitCode.OK, local.code, local.err);
        assertEquals(SAMPLE_REPORTS, local.printed(false));

        run.go("--readings", "readings.json");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(SAMPLE_REPORTS, List.copyOf(api.stored().keySet()));
        assertFalse(api.calls().contains("GET /consumption_data"));
    }

    @Test
    void takesReadingsFromStdin() throws IOException {
        Run local = new Run().stdin(Files.readString(SAMPLE)).go("--readings", "-", "--dry-run", "-q");
        assertEquals(SAMPLE_REPORTS, local.printed(false));
        assertEquals("", local.err);
    }

    @Test
    void deliversTheOthersWhenSomeDataCannotBeUsed() {
        api.readings("""
                [{"sensor_id":"good","date":"2020-07-28","data":[
                    {"water_level":1,"created_at":"2020-07-28T04:00:00Z"},
                    {"water_level":null,"created_at":"2020-07-28T05:00:00Z"},
                    {"water_level":9,"created_at":"1970-01-01T00:00:00Z"},
                    {"water_level":3,"created_at":"2020-07-28T06:00:00Z"}]},
                 {"sensor_id":"undated","data":[]},
                 {"sensor_id":"silent","date":"2020-07-28","data":[]},
                 {"sensor_id":"broken","date":"2020-07-28","data":[
                    {"water_level":"?","created_at":"2020-07-28T04:00:00Z"}]},
                 {"sensor_id":"twice","date":"2020-07-28","data":[{"water_level":1,"created_at":"2020-07-28T04:00:00Z"}]},
                 {"sensor_id":"twice","date":"2020-07-28","data":[{"water_level":1,"created_at":"2020-07-28T04:00:00Z"},
                    {"water_level":9,"created_at":"2020-07-28T06:00:00Z"}]}]""");
        run.go("-q");
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertEquals(List.of("good 2020-07-28 2"), List.copyOf(api.stored().keySet()));
        assertSaid("Sensor \"good\": 2 readings skipped, the first: reading 2 has the water_level null\n");
        assertSaid("Sensor \"undated\" has no usable date; skipped");
        assertSaid(
                "Sensor \"broken\": 1 reading skipped and none left, the first: reading 1 has the water_level \"?\"");
        assertSaid("Sensor \"twice\" is skipped: it comes more than once for 2020-07-28, with different readings");
        assertNotSaid("\"silent\"");
    }

    @Test
    void skipsASensorWhoseSumIsTooLarge() {
        StringBuilder readings = new StringBuilder();
        for (int i = 0; i < 9_300; i++) {
            readings.append(i == 0 ? "" : ",")
                    .append("{\"water_level\":")
                    .append(i % 2 == 0 ? -1_000_000_000 : 1_000_000_000)
                    .append(",\"created_at\":\"2020-07-28T04:00:00Z\"}");
        }
        api.readings("[{\"sensor_id\":\"huge\",\"date\":\"2020-07-28\",\"data\":[" + readings + "]},"
                + Fleet.readings(1).substring(1));
        run.go();
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertSaid("Sensor \"huge\" is skipped: its rises add up to more than can be calculated");
        assertEquals(Fleet.reports(1), List.copyOf(api.stored().keySet()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>Sign in</html>                       | it is not JSON and begins with \"<html>Sign in</html>\". Check API_BASE_URL",
                "{\"message\":\"hello\"}                    | it is not a JSON array and begins with",
                "[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":[] | cut short"
            })
    void postsNothingAfterAMalformedAnswer(String answer, String said) {
        api.readings(answer);
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertSaid(said);
        assertEquals(
                answer.startsWith("<"),
                run.err.contains("API_BASE_URL. Nothing") || run.err.contains("Check API_BASE"));
        assertEquals(Map.of(), api.stored());
    }

    @Test
    void showsEachSensorOnceAfterAnAnswerThatBrokeOff() throws IOException {
        api.failUntil(run.time.instant().plusMillis(1), Answer.CUT_BODY, Call.READINGS);
        api.readings(Fleet.readings(40)); // of which some arrive before the answer breaks off
        run.go("--explain", "--page", "day.html");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("The request for the readings: the connection broke");
        assertEquals(
                40, run.out.lines().filter(line -> line.startsWith("Sensor ")).count());
        assertEquals(41, Files.readString(directory.resolve("day.html")).split("<th scope=\"row\">", -1).length);
    }

    @Test
    void takesAnEmptyFileForACutOne() throws IOException {
        Files.writeString(directory.resolve("empty.json"), "");
        run.go("--readings", "empty.json");
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertSaid("empty.json cannot be used: it is empty");
    }

    @Test
    void namesTheSensorsThatAreNotToBeBelievedAndDeliversThemAllTheSame() throws IOException {
        api.readings("["
                + sensor("spike", "5 5 5 5 6 99999 7 8", 0) + "," + sensor("below", "-3 -2", 0) + ","
                + sensor("single", "5", 0) + ","
                + sensor("fine", "1 2 3", 0) + "," + sensor("early", "1 2", -10) + "," + sensor("fine2", "1 2 3", 0)
                + "]");
        run.go("--page", "day.html");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(6, api.stored().size());
        assertSaid(
                "WARN  Look at 1 sensor, a level that went there and back: \"spike\" (99993 of 99995 was there and back)\n");
        assertSaid("WARN  Look at 1 sensor, a negative level: \"below\" (the lowest level is -3)\n");
        assertSaid("WARN  Look at 1 sensor, a single reading: \"single\"\n");
        assertSaid("WARN  Look at 1 sensor, silence before the others: \"early\" (silent since 02:01 UTC)\n");
        assertSaid("Data: 1 sensor with a level that went there and back, 1 sensor with a negative level, ");
        String page = Files.readString(directory.resolve("day.html"));
        assertTrue(page.contains("<li><b>1</b> sensor with a negative level</li>"), page);
        assertFalse(page.contains("Data:") || page.contains("</b> s</li>"), page);
    }

    @ParameterizedTest
    @CsvSource({
        "2020-07-29T00:30:00Z, 2020-07-28, ''",
        "2020-07-28T22:30:00Z, 2020-07-28, ''", // after midnight in Cairo
        "2020-07-28T21:30:00Z, 2020-07-28, 2020-07-27",
        "2020-07-29T00:30:00Z, 2020-08-21, 2020-07-28"
    })
    void warnsOfADateThatIsLaterThanYesterdayInCairoAndReportsItAllTheSame(Instant now, String date, String yesterday) {
        run.time.pass(Duration.between(run.time.instant(), now));
        api.readings(Fleet.readings(2).replace("2020-07-28", date));
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(2, api.stored().size());
        if (yesterday.isEmpty()) {
            assertNotSaid("later than yesterday");
        } else {
            assertSaid(
                    "WARN  There are readings of " + date + ", which is later than yesterday in Cairo, " + yesterday);
        }
    }

    @Test
    void groupsAndCountsWarningsOfALargeFleet() {
        StringBuilder fleet = new StringBuilder("[");
        for (int i = 0; i < 30; i++) {
            fleet.append(i == 0 ? "" : ",")
                    .append("{\"sensor_id\":\"s")
                    .append(i)
                    .append(
                            "\",\"date\":\"2020-07-28\",\"data\":[1,2,3,{\"water_level\":1,\"created_at\":\"2020-07-28T04:00:00Z\"}]}");
        }
        api.readings(fleet + "]");
        run.go();
        assertEquals(ExitCode.DATA_SKIPPED, run.code);
        assertEquals(
                20,
                run.err
                        .lines()
                        .filter(line -> line.contains("3 readings skipped"))
                        .count());
        assertSaid("And 10 more sensors with skipped readings; --verbose names them");
        assertSaid("Look at 30 sensors, a single reading: \"s0\", ");
        assertSaid(" and 10 more\n");
        run.go("-v", "--dry-run");
        assertEquals(
                90,
                run.err
                        .lines()
                        .filter(line -> line.contains("is not an object") && line.contains("DEBUG"))
                        .count());
    }

    @Test
    void redactsWhatTheServerEchoes() {
        String token = FakeApi.TOKEN;
        api.readings("[{\"sensor_id\":\"" + token + "\",\"date\":\"2020-07-28\",\"data\":[{\"created_at\":\"" + token
                + "\",\"water_level\":1}]}]");
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertSaid("Sensor \"[hidden]\"");
        assertNotSaid(token);
    }

    @Test
    void escapesWhatTheServerSends() {
        api.readings(
                "[{\"sensor_id\":\"a\\n2020 ERROR forged\\u001b[31m\\u202e\\u009b\",\"date\":\"2020-07-28\",\"data\":[7]}]");
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertSaid("a\\n2020 ERROR forged\\u001b[31m\\u202e\\u009b");
        assertTrue(run.err.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')), run.err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--explain",
                "--dry-run",
                "--page day.html",
                "--explain --page day.html",
                "--explain nobody",
                "-q"
            })
    void takesAnEmptyDayForNoErrorWithAnyOption(String options) {
        api.readings("[]");
        run.with("CHECK_SENSORS", "true").go(options.split(" "));
        assertEquals(ExitCode.OK, run.code, run.err);
    }

    @Test
    void explainsOnlyAThousandSensorsAndSaysSo() {
        api.readings(Fleet.readings(1_003));
        run.go("--explain", "-q");
        assertEquals(
                1_000,
                run.out.lines().filter(line -> line.startsWith("Sensor ")).count());
        assertTrue(
                run.out.endsWith("\nAnd 3 more sensors; name one to have it explained\n"),
                run.out.substring(run.out.length() - 200));
    }

    @Test
    void marksTheReadingsThatAFlagIsAbout() {
        api.readings("[" + sensor("odd", "5 -1 5 5 5 5 6 7", 0) + "]");
        run.go("--explain", "odd", "-q");
        assertEquals("""
                Sensor odd, 2020-07-28

                  time                  water level  difference
                  2020-07-28T12:00:00Z            5
                  2020-07-28T12:01:00Z           -1          -6  a fall, ignored; there and back; below zero
                  2020-07-28T12:02:00Z            5          +6  there and back
                  2020-07-28T12:03:00Z            5           0
                  2020-07-28T12:04:00Z            5           0
                  2020-07-28T12:05:00Z            5           0
                  2020-07-28T12:06:00Z            6          +1
                  2020-07-28T12:07:00Z            7          +1
                                                     ----------
                  consumption                                 8
                  look at it: 6 of 8 was there and back
                  look at it: the lowest level is -1
                """, run.out);
    }

    @Test
    void explainsAtItsPlaceThatASensorFellSilent() {
        api.readings("[" + sensor("quiet", "5 null 7", -9) + "," + sensor("a", "1 2", 0) + "," + sensor("b", "1 2", 0)
                + "]");
        run.go("--explain", "-q");
        String expected = """
                  look at it: silent since 03:02 UTC
                  skipped: reading 2 has the water_level null
                """;
        assertTrue(run.out.contains(expected), run.out);
        assertEquals(1, run.out.lines().filter(line -> line.contains("silent")).count(), run.out);
    }

    private static String sensor(String id, String levels, int hours) {
        StringBuilder data = new StringBuilder();
        int minute = 0;
        for (String level : levels.split(" ", -1)) {
            data.append(minute == 0 ? "" : ",")
                    .append("{\"water_level\":")
                    .append(level)
                    .append(String.format(",\"created_at\":\"2020-07-28T%02d:%02d:00Z\"}", 12 + hours, minute++));
        }
        return "{\"sensor_id\":\"" + id + "\",\"date\":\"2020-07-28\",\"data\":[" + data + "]}";
    }
}
