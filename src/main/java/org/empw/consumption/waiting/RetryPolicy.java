package org.empw.consumption.waiting;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exponential backoff from 1 to 60 s, half of it jitter. The limit is the total time waited, with the time of calls
 * that failed, and not a number of tries: a day that is missed is gone.
 */
public final class RetryPolicy {
    private static final Logger log = LoggerFactory.getLogger(RetryPolicy.class);

    private static final String TOLD_TO_STOP = "the run was told to stop";

    private final Duration maxWait;
    private final Time time;
    private final Random jitter;
    private Duration remaining;
    private volatile Optional<Wait> current = Optional.empty();

    private record Wait(String reason, Instant end) {}

    /**
     * @param maxWait for all waits of the run together, and for what failed; zero never waits
     * @param jitter spreads repeated requests over time
     */
    public RetryPolicy(Duration maxWait, Time time, Random jitter) {
        this.maxWait = maxWait;
        this.time = time;
        this.jitter = jitter;
        remaining = maxWait;
    }

    /** Counts the time since {@code start} as waiting, because what was tried in it failed. */
    public void charge(Instant start) {
        Duration lost = Duration.between(start, time.instant());
        if (!lost.isNegative()) { // the clock may have been set back
            remaining = lost.compareTo(remaining) > 0 ? Duration.ZERO : remaining.minus(lost);
        }
    }

    /**
     * Waits until a request may be sent again.
     *
     * @param tries how often it was sent so far, at least once
     * @param problem what went wrong with it, as a clause
     * @param retryAfter how long to wait at least, because the server asked for it
     * @throws GaveUpException when it is not to be sent again
     */
    public void backOff(int tries, String problem, Duration retryAfter) throws GaveUpException {
        long most = Math.min(60_000, 1_000L << Math.min(tries - 1, 10));
        Duration backoff = Duration.ofMillis(most / 2 + jitter.nextInt((int) most / 2 + 1));
        pause(retryAfter.compareTo(backoff) > 0 ? retryAfter : backoff, problem);
    }

    /**
     * Waits for {@code wait}, or for what is left of the run's waiting if that is shorter.
     *
     * @throws GaveUpException when nothing is left, or the run was told to stop
     */
    public void pause(Duration wait, String reason) throws GaveUpException {
        if (time.isStopped()) {
            throw new GaveUpException(TOLD_TO_STOP);
        }
        if (maxWait.isZero()) {
            throw new GaveUpException("MAX_WAIT_SECONDS is 0, so the run does not wait");
        }
        if (remaining.isZero()) {
            throw new GaveUpException("the run has waited " + maxWait.toSeconds()
                    + " s, failed tries included, which is all that MAX_WAIT_SECONDS allows");
        }
        Duration cut = wait.compareTo(remaining) > 0 ? remaining : wait;
        Instant end = time.instant().plus(cut);
        log.info("{}; waiting {}, until {}", reason, seconds(cut), end.truncatedTo(ChronoUnit.SECONDS));
        remaining = remaining.minus(cut);
        current = Optional.of(new Wait(reason, end));
        boolean over = time.sleep(cut);
        current = Optional.empty();
        if (!over) {
            throw new GaveUpException(TOLD_TO_STOP);
        }
    }

    /** The time that it waits in. */
    public Time time() {
        return time;
    }

    /**
     * What the run waits for and how long still, as a clause; empty when it does not wait. For any thread.
     *
     * @param terminal whether somebody sits there who can end it
     */
    public Optional<String> waiting(boolean terminal) {
        return current.map(wait -> "waiting " + seconds(Duration.between(time.instant(), wait.end)) + " more"
                + (terminal ? " (Ctrl-C ends it)" : "") + ": " + wait.reason);
    }

    private static String seconds(Duration duration) {
        long tenths = Math.max(1, duration.toMillis() / 100);
        return tenths < 100 ? tenths / 10 + "." + tenths % 10 + " s" : tenths / 10 + " s";
    }
}
