package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.Test;

/** The water between two days, which {@code COUNT_OVERNIGHT} counts once. */
class OvernightTest extends NightsTestBase {
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
        try (Connection other = openedByAnotherProgram()) {
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
        try (Connection other = openedByAnotherProgram()) {
            run.time = VirtualTime.untilFirstWait(Run.START.plus(Duration.ofDays(1)), () -> close(other));
            api.readings("[" + sensor("a", day(1), 8, 9) + "]");
            run.go();
        }
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(1, api.stored().get("a 2020-07-29 4"), api.stored().toString());
    }

    @Test
    void aDryRunSaysThatTheNightIsMissing() throws Exception {
        Files.writeString(directory.resolve("ledger.db"), "x".repeat(10_000));
        api.readings("[" + sensor("a", day(0), 0, 5) + "]");
        run.with("COUNT_OVERNIGHT", "true").go("--dry-run");
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals(List.of("a 2020-07-28 5"), run.printed(false));
        assertSaid("ERROR The ledger sqlite:");
        assertSaid("the day is printed without it, and nothing was sent");
    }

    @Test
    void readsStdinOnceAndSaysSo() throws Exception {
        night(0, sensor("a", day(0), 0, 5));
        run.with("COUNT_OVERNIGHT", "true");
        run.time.pass(Duration.ofDays(1));
        try (Connection other = openedByAnotherProgram()) {
            run.stdin("[" + sensor("a", day(1), 8, 9) + "]").go("--readings", "-");
        }
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertSaid("COUNT_OVERNIGHT needs the days before, and stdin cannot be read twice. Nothing was sent");
    }

    /** The ledger, held by somebody else until it is closed. */
    private Connection openedByAnotherProgram() throws SQLException {
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
        try (Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
        }
        return other;
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
}
