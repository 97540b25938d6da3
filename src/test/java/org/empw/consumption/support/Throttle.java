package org.empw.consumption.support;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The API's limits: 100 requests in five minutes and 5 logins in a minute, in windows aligned to the clock. */
final class Throttle {
    private final InstantSource clock;
    private final Map<Long, Integer> requestsInWindow = new HashMap<>();
    private final Map<Long, Integer> loginsInWindow = new HashMap<>();

    Throttle(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts a request, and says whether it is one too many. */
    boolean isTooMany(Call call) {
        long second = clock.instant().getEpochSecond();
        int all = requestsInWindow.merge(second / 300, 1, Integer::sum);
        int logins = call == Call.LOGIN ? loginsInWindow.merge(second / 60, 1, Integer::sum) : 0;
        return all > 100 || logins > 5;
    }

    void reset() {
        requestsInWindow.clear();
        loginsInWindow.clear();
    }
}
