package org.empw.consumption.support;

import java.time.Duration;
import java.util.Random;
import org.empw.consumption.waiting.RetryPolicy;
import org.empw.consumption.waiting.SystemTime;
import org.empw.consumption.waiting.Time;

/** How long a test lets a run wait. */
public final class Patience {
    private Patience() {}

    /** Not at all. */
    public static RetryPolicy none() {
        return of(0, new SystemTime());
    }

    public static RetryPolicy of(long seconds, Time time) {
        return new RetryPolicy(Duration.ofSeconds(seconds), time, new Random(1));
    }
}
