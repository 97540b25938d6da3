package org.empw.consumption.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a run waits for an API that does not answer as it should: at most five tries of a request, one second
 * doubling to thirty between them with full jitter, and at most fifteen minutes in all.
 */
public final class RetryPolicy {

    private static final Logger log = LoggerFactory.getLogger(RetryPolicy.class);

    private static final int MAX_TRIES = 5;
    private static final Duration MAX_WAIT = Duration.ofMinutes(15);
    private static final long MAX_BACKOFF_MILLIS = 30_000;

    private final Sleeper sleeper;
    private final InstantSource clock;
    private final Random jitter;
    private Duration waited = Duration.ZERO;
    private volatile Wait current;

    private record Wait(String reason, Instant end) {}

    public RetryPolicy(Sleeper sleeper, InstantSource clock, Random jitter) {
        this.sleeper = sleeper;
        this.clock = clock;
        this.jitter = jitter;
    }

    /**
     * Waits until a request may be sent again.
     *
     * @param tries how often it was sent so far
     * @param problem what went wrong with it, as a clause
     * @param throttled how long the API wants to be left alone, if it said so
     * @return why it is not to be sent again, as a clause, or empty when it is
     */
    public Optional<String> beforeRepeating(int tries, String problem, Optional<Duration> throttled) {
        if (tries >= MAX_TRIES) {
            return Optional.of("given up after " + tries + " tries");
        }
        long backoff = Math.min(MAX_BACKOFF_MILLIS, 1_000L << (tries - 1));
        Duration wait = throttled.orElse(Duration.ofMillis(jitter.nextInt((int) backoff + 1)));
        return pause(wait, problem);
    }

    /** Waits, within the run's fifteen minutes; returns why it did not, as a clause, or empty when it did. */
    public Optional<String> pause(Duration wait, String reason) {
        if (waited.plus(wait).compareTo(MAX_WAIT) > 0) {
            return Optional.of(
                    "given up, for the run has waited " + waited.toSeconds() + " s, would have to wait another "
                            + wait.toSeconds() + " s and may wait " + MAX_WAIT.toMinutes() + " minutes in all");
        }
        Instant end = clock.instant().plus(wait);
        log.info("{}: waiting {} s, until {}", reason, tenths(wait), end.truncatedTo(ChronoUnit.SECONDS));
        waited = waited.plus(wait);
        current = new Wait(reason, end);
        boolean over = sleeper.sleep(wait);
        current = null;
        return over ? Optional.empty() : Optional.of("the run was told to stop");
    }

    /** What the run waits for and how long still, as a clause; empty when it does not wait. For any thread. */
    public Optional<String> waiting() {
        Wait wait = current;
        return wait == null
                ? Optional.empty()
                : Optional.of(Duration.between(clock.instant(), wait.end).toSeconds() + " s to wait: " + wait.reason);
    }

    private static String tenths(Duration duration) {
        return duration.toSeconds() + "." + duration.toMillisPart() / 100;
    }
}
