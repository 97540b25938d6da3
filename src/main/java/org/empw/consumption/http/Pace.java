package org.empw.consumption.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the run's own requests below what the API allows in a stretch of time, so that it is not refused. Counted from
 * the end of each request, for the API counts it some time before that.
 */
public final class Pace {

    private final int limit;
    private final Duration stretch;
    private final Deque<Instant> ends = new ArrayDeque<>();

    /** At most {@code limit} requests in any {@code stretch} of time. */
    public Pace(int limit, Duration stretch) {
        this.limit = limit;
        this.stretch = stretch;
    }

    /** How long to wait before the next request; zero or less when it may go at once. */
    public Duration untilNext(Instant now) {
        return ends.size() < limit
                ? Duration.ZERO
                : Duration.between(now, ends.getFirst().plus(stretch));
    }

    public void requestEnded(Instant now) {
        if (ends.size() == limit) {
            ends.removeFirst();
        }
        ends.addLast(now);
    }
}
