package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data that cannot be used or believed: what is skipped, what is named, and that the rest is delivered. */
class OddDataTest extends RunTestBase {
    @Test
    void deliversTheOthersWhenSomeDataCannotBeUsed() {
        api.readings("""
                [{"sensor_id":"good","date":"2020-07-28","data":[
                    {"water_level":1,"created_at":"2020-07-28T04:00:00Z"},
                    {"water_level":null,"created_at":"2020-07-28T05:00:00Z"},
                    {"water_level":9,"created_at":"1970-01-01T00:00:00Z"},
                    {"water_level":3,"created_at":"2020-07-28T06:00:00Z"}]},
                 {"sensor_id":"undated","data":[]},
                 {"sensor_id":"empty","date":"2020-07-28","data":[]},
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
        assertNotSaid("\"empty\"");
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

    @Test
    void namesTheSensorsThatAreNotToBeBelievedAndDeliversThemAnyway() throws IOException {
        api.readings("["
                + Fleet.sensor("spike", "5 5 5 5 6 99999 7 8", 0) + "," + Fleet.sensor("below", "-3 -2", 0) + ","
                + Fleet.sensor("single", "5", 0) + ","
                + Fleet.sensor("fine", "1 2 3", 0) + "," + Fleet.sensor("early", "1 2", -10) + ","
                + Fleet.sensor("fine2", "1 2 3", 0)
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
    void warnsOfADateThatIsLaterThanYesterdayInCairoAndReportsItAnyway(Instant now, String date, String yesterday) {
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
    void countsASensorOnceHoweverOftenItComes() {
        String two = Fleet.readings(2).substring(1).replace("]}]", "]}");
        api.readings("[" + String.join(",", two, two, two) + "]");
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("2 sensors sent 12 readings");
        assertEquals(2, api.stored().size());
    }

    @ParameterizedTest
    @CsvSource({
        "2020-07-29T21:30:00Z, '', false",
        "2020-07-29T22:30:00Z, '', true", // after midnight in Cairo
        "2020-07-29T22:30:00Z, --dry-run, true",
        "2020-07-29T22:30:00Z, --readings - --dry-run, false",
        "2020-07-29T22:30:00Z, --demo, false"
    })
    void warnsOfAnApiThatGivesAnOldDay(Instant now, String args, boolean isTold) {
        run.time.pass(Duration.between(run.time.instant(), now));
        run.stdin(Fleet.readings(1)).go(args.isEmpty() ? new String[0] : args.split(" "));
        assertEquals(ExitCode.OK, run.code, run.err);
        String sentence =
                "WARN  The newest readings are of 2020-07-28, which is earlier than yesterday in Cairo, 2020-07-29:"
                        + " the API may give the same day again and again. Look at its clock";
        assertEquals(isTold, run.err.contains(sentence), run.err);
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
}
