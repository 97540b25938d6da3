package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nights in a row, with a ledger: what a run knows of the days before. */
class DaysBeforeTest extends RunTestBase {
    private static final LocalDate FIRST = LocalDate.parse("2020-07-28");

    @BeforeEach
    void keepALedger() {
        run.with("DATABASE_URL", "sqlite:" + directory.resolve("ledger.db"));
    }

    /** A sensor's readings, three hours apart from 23:00 UTC of the day before on, when the day has begun in Cairo. */
    static String sensor(String id, LocalDate date, int... levels) {
        List<String> readings = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            readings.add("{\"water_level\":" + levels[i] + ",\"created_at\":\""
                    + date.atStartOfDay().minusHours(1).plusHours(3L * i) + ":00Z\"}");
        }
        return "{\"sensor_id\":\"" + id + "\",\"date\":\"" + date + "\",\"data\":[" + String.join(",", readings) + "]}";
    }

    private Run night(int number, String... sensors) {
        if (number > 0) {
            run.time.pass(Duration.ofDays(1));
        }
        api.readings("[" + String.join(",", sensors) + "]");
        return run.go();
    }

    private static LocalDate day(int number) {
        return FIRST.plusDays(number);
    }

    /** Ten nights, after days of 10 each: what the sensor usually uses. */
    private void tenUsualNights() {
        for (int night = 0; night < 10; night++) {
            int level = 10 * night;
            night(night, sensor("a", day(night), level, level + 4, level + 10));
            assertEquals(ExitCode.OK, run.code, run.err);
        }
    }

    @Test
    void knowsWhatALargeDayIsForASensor() {
        tenUsualNights();
        assertNotSaid("Look at");
        night(10, sensor("a", day(10), 100, 100, 100_110));
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("100010 of 100010 came in one step");
        assertEquals(1, api.stored().get("a 2020-08-07 100010"), "the number goes out anyway");
        run.go();
        assertFalse(run.err.contains("WARN  Look at"), "the second run says nothing again");
        assertSaid("INFO  Look at");
        run.go("--dry-run");
        assertSaid("came in one step");
        run.with("DATABASE_URL", "none").go("--dry-run");
        assertNotSaid("came in one step");
    }

    @Test
    void namesSensorsThatAreMissingAndTellsAnOutageAsOne() throws Exception {
        String[] all = new String[10];
        for (int i = 0; i < all.length; i++) {
            all[i] = sensor("s" + i, day(0), 1, 2);
        }
        night(0, all);
        assertEquals(ExitCode.OK, run.code, run.err);
        run.time.pass(Duration.ofDays(1));
        List<String> nine =
                List.of(all).subList(0, 9).stream().map(DaysBeforeTest::nextDay).toList();
        api.readings("[" + String.join(",", nine) + "]");
        run.go("--page", "day.html");
        assertEquals(ExitCode.OK, run.code, "one missing sensor of ten is no outage");
        assertSaid("WARN  1 sensor had a report on 2020-07-28 and sent nothing this time: \"s9\"");
        assertTrue(Files.readString(directory.resolve("day.html")).contains("sent nothing this time: &quot;s9&quot;"));
        for (int night = 2; night < 4; night++) {
            night(night, sensor("s0", day(night), 1, 2), sensor("s1", day(night), 1, 2));
            assertEquals(ExitCode.DATA_SKIPPED, run.code, "a lasting outage is not told for one night only");
            assertSaid("ERROR The day is not to be trusted: 2 of 10 sensors have a report, 10 had one on 2020-07-28");
        }
        night(4);
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertSaid("The day is not to be trusted: no sensor sent readings, 10 had a report on 2020-07-28");
        run.time.pass(Duration.ofDays(8));
        night(5);
        assertEquals(ExitCode.OK, run.code, "nothing was known of the last seven days: " + run.err);
    }

    private static String nextDay(String sensor) {
        return sensor.replace("2020-07-28", "2020-07-29").replace("2020-07-27", "2020-07-28");
    }

    @Test
    void countsTheWaterBetweenTwoDaysOnce() throws Exception {
        run.with("COUNT_OVERNIGHT", "true");
        night(0, sensor("a", day(0), 0, 5));
        night(1, sensor("a", day(1), 8, 9));
        assertEquals(1, api.stored().get("a 2020-07-29 4"), "3 overnight and 1 by day: " + api.stored());
        assertSaid("1 sensor with a rise overnight");
        run.go();
        assertSaid("1 report already stored by an earlier run");
        assertNotSaid("another number");
        run.go("--explain", "--page", "day.html");
        assertTrue(
                run.out.contains("2020-07-28T02:00:00Z            5              the last reading before this day"),
                run.out);
        assertTrue(run.out.contains("2020-07-28T23:00:00Z            8          +3"), run.out);
        String page = Files.readString(directory.resolve("day.html"));
        assertTrue(page.contains("sensor with a rise overnight"), page);
        assertTrue(
                page.contains("Where the level rose overnight, the curve begins at the last level before the day"),
                page);
        assertTrue(page.contains("2 readings, 23:00 on the 28th to 02:00, 3 rose overnight"), page);
        assertTrue(page.contains("d=\"M0 94L25 28l75-22\""), "its curve begins with the day: " + page);
        night(2, sensor("a", day(2), 9, 9));
        night(4, sensor("a", day(4), 60, 61)); // the day between was missed, and the base is more than 48 hours old
        assertEquals(1, api.stored().get("a 2020-08-01 1"), api.stored().toString());
    }

    @Test
    void knowsTheDaysBeforeThatOfTheAnswerThatCameWhole() {
        run.with("COUNT_OVERNIGHT", "true");
        night(0, sensor("a", day(0), 0, 5));
        api.readings("[" + sensor("a", day(0), 0, 5) + ",");
        run.time = VirtualTime.untilFirstWait(
                Run.START.plus(Duration.ofDays(1)), () -> api.readings("[" + sensor("a", day(1), 8, 9) + "]"));
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(1, api.stored().get("a 2020-07-29 4"), "with the 3 of the night: " + api.stored());
    }

    @Test
    void countsNothingFromADayThatEndedWithAFallNorARiseThatIsTakenBack() {
        run.with("COUNT_OVERNIGHT", "true");
        night(0, sensor("fell", day(0), 0, 100, 7), sensor("spike", day(0), 0, 5));
        night(1, sensor("fell", day(1), 100, 101), sensor("spike", day(1), 95, 5, 6));
        assertEquals(1, api.stored().get("fell 2020-07-29 1"), api.stored().toString());
        assertEquals(1, api.stored().get("spike 2020-07-29 1"), api.stored().toString());
    }

    @Test
    void tellsOnceThatTheNightIsTheWholeDifference() {
        night(0, sensor("a", day(0), 0, 5), sensor("b", day(0), 0, 5));
        night(1, sensor("a", day(1), 8, 9), sensor("b", day(1), 8, 9));
        run.with("COUNT_OVERNIGHT", "true").go();
        assertSaid("2 reports are stored without the water of the night before, which COUNT_OVERNIGHT would count now");
        assertNotSaid("another number");
    }

    @Test
    void marksInDoubtADayThatArrivesAfterItsSuccessor() {
        run.with("COUNT_OVERNIGHT", "true");
        night(0, sensor("a", day(0), 0, 5));
        night(2, sensor("a", day(2), 20, 21));
        run.stdin("[" + sensor("a", day(1), 6, 15) + "]").go("--readings", "-");
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(2, api.stored().size(), "its water may be in the later day's number");
    }

    @Test
    void waitsForALedgerThatTheNightIsInAndPrintsTheDayWithoutItAfterThat() throws Exception {
        night(0, sensor("a", day(0), 0, 5));
        run.with("COUNT_OVERNIGHT", "true").with("MAX_WAIT_SECONDS", "5");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            night(1, sensor("a", day(1), 8, 9));
            assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
            assertEquals(List.of("a 2020-07-29 1"), run.printed(false));
            assertSaid("the day is printed without it, and nothing was sent");
        }
        assertEquals(1, api.stored().size());
    }

    @Test
    void countsTheNightWhereWhoeverHasTheLedgerLetsItGo() throws Exception {
        night(0, sensor("a", day(0), 0, 5));
        run.with("COUNT_OVERNIGHT", "true");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            run.time = VirtualTime.untilFirstWait(Run.START.plus(Duration.ofDays(1)), () -> close(other));
            api.readings("[" + sensor("a", day(1), 8, 9) + "]");
            run.go();
        }
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(1, api.stored().get("a 2020-07-29 4"), api.stored().toString());
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysWhatTheSettingNeeds() {
        run.with("DATABASE_URL", "").with("COUNT_OVERNIGHT", "true").go();
        assertEquals(ExitCode.USAGE, run.code);
        assertSaid("COUNT_OVERNIGHT needs a ledger");
    }

    @Test
    void saysThatADayBeginsLate() {
        String[] all = new String[5];
        for (int i = 0; i < all.length; i++) {
            all[i] = sensor("s" + i, day(0), 1, 2).replace("2020-07-27T23:00:00Z", "2020-07-28T01:01:00Z");
        }
        night(0, all);
        assertSaid("The day begins late: half of the sensors have no reading before 2020-07-28T01:01:00Z");
        assertEquals(ExitCode.OK, run.code, "it is so every day");
    }

    @Test
    void knowsThatADayBeginsAtOneWhereSummerTimeBeginsAtMidnight() {
        LocalDate date = LocalDate.parse("2024-04-26");
        String[] all = new String[5];
        for (int i = 0; i < all.length; i++) {
            all[i] = sensor("s" + i, date, 1, 2).replace("2024-04-25T23:00:00Z", "2024-04-26T00:59:00Z");
        }
        run.time = new VirtualTime(Instant.parse("2024-04-27T00:30:00Z"));
        night(0, all);
        assertSaid("5 sensors sent 10 readings");
        assertNotSaid("The day begins late");
    }
}
