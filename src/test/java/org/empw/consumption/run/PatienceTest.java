package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.empw.consumption.api.FaultyConnector;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fault.Applied;
import org.empw.consumption.support.Fault.FailsAt;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a run waits for the API, after a doubt and otherwise, and that it stops when it is told to. */
class PatienceTest extends RunTestBase {
    private static final Fault DOUBT =
            Fault.answering(Answer.UNAVAILABLE_503_NOW).afterApplying(Applied.ALL);

    @Test
    void goesOnAfterOneDoubtAndEndsAfterTwoInARow() {
        api.readings(Fleet.readings(4));
        api.failPost(1, DOUBT).failPost(3, DOUBT).failPost(4, DOUBT);
        run.with("BATCH_SIZE", "1").go();
        assertEquals(ExitCode.IN_DOUBT, run.code);
        assertEquals(4, api.posts());
        List<String> all = Fleet.reports(4);
        assertEquals(List.of(all.get(0), all.get(2), all.get(3)), run.printed(true));
        assertEquals(List.of(), run.printed(false));
        assertEquals(List.of(Duration.ofSeconds(30), Duration.ofSeconds(30)), run.time.waits());

        api.reset();
        api.failEach(Call.REPORTS, DOUBT);
        run.go();
        assertEquals(2, api.stored().size());
        assertEquals(all.subList(0, 2), run.printed(true));
        assertEquals(all.subList(2, 4), run.printed(false));
    }

    @Test
    void endsAfterAFirstDoubtWhenItMayNotWait() {
        api.readings(Fleet.readings(2));
        api.failEach(Call.REPORTS, DOUBT);
        run.with("BATCH_SIZE", "1").with("MAX_WAIT_SECONDS", "0").go();
        assertEquals(ExitCode.IN_DOUBT, run.code);
        assertEquals(1, run.printed(true).size());
        assertEquals(1, run.printed(false).size());
        assertEquals(List.of(), run.time.waits());
    }

    @Test
    void isPatientWithAnApiThatComesBackAfterFourteenMinutes() {
        api.failUntil(Run.START.plusSeconds(840), Answer.UNAVAILABLE_503_NOW, Call.values());
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertNotSaid("0.0 s");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2}) // the login, the readings, the reports
    void waitsLongerAfterEachFailureOfACall(int callsBefore) {
        AtomicInteger connections = new AtomicInteger();
        run.connector = new FaultyConnector(
                () -> connections.incrementAndGet() > callsBefore ? FailsAt.CONNECTING : FailsAt.NOWHERE)::connect;
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals(callsBefore, api.calls().size());
        List<Duration> waits = run.time.waits().subList(0, 6);
        for (int i = 0; i < waits.size(); i++) {
            long wait = waits.get(i).toMillis();
            assertTrue(wait >= 500 << i && wait <= 1_000 << i, waits::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"LOGIN, 1, NOTHING_SENT", "READINGS, 2, NOTHING_SENT", "REPORTS, 3, IN_DOUBT"})
    void countsTheTimeOfACallThatFailedAsWaiting(Call call, int calls, ExitCode code) {
        api.readings(Fleet.readings(2));
        api.onEach(call, () -> run.time.pass(Duration.ofMinutes(2))).failEach(call, Answer.NO_ANSWER);
        run.with("MAX_WAIT_SECONDS", "100").with("BATCH_SIZE", "1").go();
        assertEquals(code, run.code, run.err);
        assertEquals(calls, api.calls().size());
        assertEquals(List.of(), run.time.waits());
        assertSaid("the run has waited 100 s, failed tries included");
    }

    @Test
    void doesNotCountTheTimeOfACallThatWorks() {
        api.readings(Fleet.readings(3));
        api.onEach(Call.READINGS, () -> run.time.pass(Duration.ofSeconds(500)))
                .onEach(Call.REPORTS, () -> run.time.pass(Duration.ofSeconds(25)))
                .failPost(1, DOUBT);
        run.with("MAX_WAIT_SECONDS", "60").with("BATCH_SIZE", "1").go();
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(3, api.posts());
        assertEquals(List.of(Duration.ofSeconds(30)), run.time.waits());
    }

    @Test
    void waitsOutALoginThatIsThrottledForFourMinutes() {
        run.time.pass(Duration.ofSeconds(50));
        api.failUntil(Run.START.plusSeconds(300), Answer.THROTTLED_429, Call.LOGIN);
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(List.of(Duration.ofSeconds(11), Duration.ofSeconds(240)), run.time.waits());
    }

    @Test
    void sendsNothingMoreOnceToldToStop() {
        api.readings(Fleet.readings(6));
        api.onEach(Call.REPORTS, run.time::stop);
        run.with("BATCH_SIZE", "2").go();
        assertEquals(ExitCode.PARTLY_SENT, run.code);
        assertEquals(Fleet.reports(6).subList(0, 2), List.copyOf(api.stored().keySet()));
        assertEquals(Fleet.reports(6).subList(2, 6), run.printed(false));
        assertNotSaid("waiting");
    }

    @Test
    void saysNoWordOfWaitingOnceToldToStop() {
        api.readings(Fleet.readings(2));
        api.onEach(Call.REPORTS, run.time::stop).failEach(Call.REPORTS, DOUBT);
        run.with("BATCH_SIZE", "1").go();
        assertEquals(ExitCode.IN_DOUBT, run.code);
        assertNotSaid("waiting");
    }
}
