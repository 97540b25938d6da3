package org.empw.consumption.run;

import static org.empw.consumption.run.NightsTestBase.sensor;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Days that come beside or after one whose number may have their water: then no other number may have it. */
class DaysOutOfOrderTest extends RunTestBase {
    private static final LocalDate FIRST = LocalDate.parse("2020-07-28");
    private static final LocalDate SECOND = FIRST.plusDays(1);
    private static final LocalDate THIRD = FIRST.plusDays(2);

    /** From 0 to 5; then to 8 in the night, 12 on the second day, 14 in the night, 15 on the third day. */
    private static final String SECOND_DAY = sensor("a", SECOND, 8, 12);

    private static final String THIRD_DAY = sensor("a", THIRD, 14, 15);

    @BeforeEach
    void countTheNightAfterTheFirstDay() {
        run.with("DATABASE_URL", "sqlite:" + directory.resolve("ledger.db"))
                .with("COUNT_OVERNIGHT", "true")
                .with("MAX_WAIT_SECONDS", "0");
        answer(sensor("a", FIRST, 0, 5)).go();
        run.time.pass(Duration.ofDays(1));
    }

    private Run answer(String... sensors) {
        api.readings("[" + String.join(",", sensors) + "]");
        return run;
    }

    private void assertStored(String... reports) {
        assertEquals(Set.of(reports), api.stored().keySet());
    }

    @Test
    void givesADayNoReportOfItsOwnWhoseWaterIsInANumberOfTheSameAnswer() {
        run.time.pass(Duration.ofDays(1));
        answer(THIRD_DAY, SECOND_DAY).go();
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertSaid("Sensor \"a\" is skipped: its water of 2020-07-29 is in its number of 2020-07-30");
        assertStored("a 2020-07-28 5", "a 2020-07-30 10");
    }

    @Test
    void countsNoNightAcrossADayThatCameFirstInTheSameAnswer() {
        run.time.pass(Duration.ofDays(1));
        answer(sensor("b", THIRD, 1, 2), SECOND_DAY, THIRD_DAY).go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertStored("a 2020-07-28 5", "b 2020-07-30 1", "a 2020-07-29 4", "a 2020-07-30 1");
    }

    @Test
    void countsTheNightOfADayThatIsBesideTheOneBefore() {
        answer(SECOND_DAY, sensor("a", FIRST, 0, 5)).go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertStored("a 2020-07-28 5", "a 2020-07-29 7");
    }

    @Test
    void marksInDoubtADayThatTheApiShowsAfterItsSuccessor() {
        run.time.pass(Duration.ofDays(1));
        answer(THIRD_DAY).go();
        answer(sensor("b", SECOND, 1, 2), SECOND_DAY).go();
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertSaid("WARN  1 report is of a day before one that the ledger has, whose number may have its water");
        assertStored("a 2020-07-28 5", "a 2020-07-30 10", "b 2020-07-29 1");
    }

    @Test
    void sendsAnUnsentDayWithTheNumberFromWhichTheNextOneWasCounted() {
        api.failEach(Call.REPORTS, Answer.BAD_REQUEST_400);
        answer(SECOND_DAY).go();
        run.time.pass(Duration.ofDays(1));
        answer(THIRD_DAY).go();
        api.recover();
        run.stdin("[" + sensor("a", SECOND, 8, 12, 13) + "]").go("--readings", "-");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertStored("a 2020-07-28 5", "a 2020-07-29 7", "a 2020-07-30 3");
    }

    @Test
    void countsNoNightFromAReadingThatIsNotTheLastOfTheNumberSent() {
        api.failEach(Call.REPORTS, Answer.BAD_REQUEST_400);
        String printed = answer(sensor("a", SECOND, 8, 12, 13)).go().out;
        answer(SECOND_DAY).go();
        api.recover();
        run.stdin(printed).go("--send", "-");
        run.time.pass(Duration.ofDays(1));
        answer(THIRD_DAY).go();
        assertEquals(Map.of("a 2020-07-28 5", 1, "a 2020-07-29 8", 1, "a 2020-07-30 1", 1), api.stored());
    }

    @Test
    void countsFromTheLaterOfTwoEntriesThatAgree() {
        answer(
                        sensor("c", SECOND, 8, 12),
                        sensor("c", SECOND, 9, 9, 13),
                        sensor("d", SECOND, 9, 9, 13),
                        sensor("d", SECOND, 8, 12))
                .go();
        assertEquals(ExitCode.OK, run.code, run.err);
        run.time.pass(Duration.ofDays(1));
        answer(sensor("c", THIRD, 15, 16), sensor("d", THIRD, 15, 16)).go();
        assertStored("a 2020-07-28 5", "c 2020-07-29 4", "d 2020-07-29 4", "c 2020-07-30 3", "d 2020-07-30 3");
    }
}
