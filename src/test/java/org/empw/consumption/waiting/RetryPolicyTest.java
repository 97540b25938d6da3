package org.empw.consumption.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    private static final Instant START = Instant.parse("2020-07-29T00:30:00Z");

    private final VirtualTime time = new VirtualTime(START);
    private final RetryPolicy policy = policy(900);

    /** The policy that the clock of a test looks at while it waits. */
    private RetryPolicy watched = policy;

    private RetryPolicy policy(long seconds) {
        return new RetryPolicy(Duration.ofSeconds(seconds), time, new Random(1));
    }

    @Test
    void doublesFromOneSecondToSixtyAndWaitsAtLeastHalfOfIt() throws Exception {
        int most = 1;
        for (int tries = 1; tries <= 12; tries++) {
            policy(900).backOff(tries, "no answer", Duration.ZERO);
            Duration wait = time.waits().get(tries - 1);
            assertTrue(wait.toMillis() >= most * 500L && wait.toMillis() <= most * 1_000L, tries + ": " + wait);
            most = Math.min(60, most * 2);
        }
    }

    @Test
    void spreadsItsWaitsOverTheWholeOfTheOtherHalf() throws Exception {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            policy.backOff(1, "", Duration.ZERO);
            waits.add(time.waits().get(i).toMillis());
        }
        assertTrue(waits.stream().anyMatch(wait -> wait < 550), waits::toString);
        assertTrue(waits.stream().anyMatch(wait -> wait > 950), waits::toString);
    }

    @Test
    void waitsAtLeastAsLongAsTheServerAsks() throws Exception {
        policy.backOff(1, "429", Duration.ofSeconds(100));
        policy.backOff(8, "503", Duration.ofSeconds(1));
        assertEquals(Duration.ofSeconds(100), time.waits().get(0));
        assertTrue(time.waits().get(1).toSeconds() >= 30);
    }

    @Test
    void cutsTheLastWaitToWhatIsLeftAndThenGivesUp() throws Exception {
        policy.pause(Duration.ofSeconds(800), "a doubt");
        policy.pause(Duration.ofMinutes(5), "429");
        assertEquals(List.of(Duration.ofSeconds(800), Duration.ofSeconds(100)), time.waits());
        GaveUpException e = assertThrows(GaveUpException.class, () -> policy.backOff(1, "no answer", Duration.ZERO));
        assertEquals(
                "the run has waited 900 s, failed tries included, which is all that MAX_WAIT_SECONDS allows",
                e.getMessage());
    }

    @Test
    void countsTheTimeOfWhatFailed() throws Exception {
        time.pass(Duration.ofSeconds(700));
        policy.charge(START);
        policy.charge(START.plusSeconds(800)); // as after the clock was set back
        policy.pause(Duration.ofSeconds(50), "x");
        policy.pause(Duration.ofSeconds(100), "x");
        policy.charge(START.plusSeconds(840)); // ten seconds before
        policy.pause(Duration.ofSeconds(100), "x");
        assertThrows(GaveUpException.class, () -> policy.backOff(1, "no answer", Duration.ZERO));
        assertEquals(
                List.of(50L, 100L, 40L),
                time.waits().stream().map(Duration::toSeconds).toList());
    }

    @Test
    void neverWaitsWhenItMayNot() {
        GaveUpException e = assertThrows(GaveUpException.class, () -> policy(0).backOff(1, "no answer", Duration.ZERO));
        assertEquals("MAX_WAIT_SECONDS is 0, so the run does not wait", e.getMessage());
        assertEquals(List.of(), time.waits());
    }

    @Test
    void endsWhenTheRunIsToldToStop() {
        time.stop();
        RetryPolicy told = policy(9);
        GaveUpException e = assertThrows(GaveUpException.class, () -> told.backOff(1, "x", Duration.ZERO));
        assertEquals("the run was told to stop", e.getMessage());
        RetryPolicy impatient = policy(0);
        e = assertThrows(GaveUpException.class, () -> impatient.backOff(1, "x", Duration.ZERO));
        assertEquals("the run was told to stop", e.getMessage());
    }

    @Test
    void saysWhatItWaitsForAndHowLongStillWhileItDoes() throws Exception {
        List<Optional<String>> seen = new ArrayList<>();
        List<Optional<String>> seenElsewhere = new ArrayList<>();
        Time watching = new VirtualTime(Instant.EPOCH) {
            @Override
            public synchronized boolean sleep(Duration duration) {
                seen.add(watched.waiting(true));
                seenElsewhere.add(watched.waiting(false));
                super.sleep(duration.dividedBy(2));
                seen.add(watched.waiting(true));
                return true;
            }
        };
        watched = new RetryPolicy(Duration.ofMinutes(15), watching, new Random(1));
        watched.pause(Duration.ofSeconds(30), "Batch 1 is in doubt");
        assertEquals(
                "waiting 30 s more (Ctrl-C ends it): Batch 1 is in doubt",
                seen.get(0).orElseThrow());
        assertEquals(
                "waiting 15 s more (Ctrl-C ends it): Batch 1 is in doubt",
                seen.get(1).orElseThrow());
        assertEquals(
                "waiting 30 s more: Batch 1 is in doubt", seenElsewhere.get(0).orElseThrow());
        assertEquals(Optional.empty(), watched.waiting(true));
    }

    @ParameterizedTest
    @CsvSource({"50, 0.1 s", "999, 0.9 s", "9900, 9.9 s", "9999, 9.9 s", "10000, 10 s", "10999, 10 s"})
    void saysTenthsOfASecondOnlyWhereTheyMatter(long millis, String said) throws Exception {
        List<String> seen = new ArrayList<>();
        Time watching = new VirtualTime(Instant.EPOCH) {
            @Override
            public synchronized boolean sleep(Duration duration) {
                seen.add(watched.waiting(false).orElseThrow());
                return true;
            }
        };
        watched = new RetryPolicy(Duration.ofMinutes(15), watching, new Random(1));
        watched.pause(Duration.ofMillis(millis), "x");
        assertEquals(List.of("waiting " + said + " more: x"), seen);
    }
}
