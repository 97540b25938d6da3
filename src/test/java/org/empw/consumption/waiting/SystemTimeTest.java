package org.empw.consumption.waiting;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SystemTimeTest {
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofMinutes(2);

    private final SystemTime time = new SystemTime();

    private static void assertWaited(Instant start) {
        assertTrue(Duration.between(start, Instant.now()).compareTo(SHORT.minusMillis(2)) >= 0);
    }

    @Test
    void sleepsAsLongAsItIsToldTo() {
        assertFalse(time.isStopped());
        Instant start = time.instant();
        assertTrue(time.sleep(SHORT));
        assertWaited(start);
        start = time.instant();
        assertTrue(time.sleepEvenIfStopped(SHORT));
        assertWaited(start);
    }

    @Test
    void wakesWhoeverSleepsWhenItIsToldToStop() {
        Thread other = new Thread(() -> {
            assertTrue(time.sleepEvenIfStopped(SHORT));
            time.stop();
        });
        other.start();
        assertFalse(time.sleep(LONG));
        assertTrue(time.isStopped());
        assertFalse(time.sleep(LONG));
    }

    @Test
    void sleepsEvenIfStoppedWhileItsProcessIsNotAboutToBeKilled() {
        time.stop();
        Instant start = Instant.now();
        assertTrue(time.sleepEvenIfStopped(SHORT));
        assertWaited(start);
    }

    @Test
    void takesAnInterruptForAStop() {
        Thread.currentThread().interrupt();
        assertFalse(time.sleep(LONG));
        assertTrue(time.isStopped());
    }

    @Test
    void doesNotSleepThroughAnInterruptAndPassesItOn() {
        Thread.currentThread().interrupt();
        assertFalse(time.sleepEvenIfStopped(LONG));
        assertTrue(Thread.interrupted());
        assertFalse(time.isStopped());
    }
}
