package org.empw.consumption.support;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.waiting.Time;

/** A clock that only moves when somebody waits, so that waiting costs no time; and what was waited for. */
public class VirtualTime implements Time {
    private final List<Duration> waits = new ArrayList<>();
    private Instant now;
    private boolean stopped;

    public VirtualTime(Instant start) {
        this.now = start;
    }

    /** A clock with which something happens when somebody waits for the first time. */
    public static VirtualTime untilFirstWait(Instant start, Runnable work) {
        return new VirtualTime(start) {
            private boolean begun;

            @Override
            public synchronized boolean sleep(Duration duration) {
                if (!begun) {
                    begun = true;
                    work.run();
                }
                return super.sleep(duration);
            }
        };
    }

    @Override
    public synchronized void stop() {
        stopped = true;
    }

    @Override
    public synchronized boolean sleep(Duration duration) {
        if (stopped) {
            return false;
        }
        waits.add(duration);
        now = now.plus(duration);
        return true;
    }

    @Override
    public synchronized boolean isStopped() {
        return stopped;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public boolean sleepEvenIfStopped(Duration duration) {
        pass(duration);
        return true;
    }

    /** Lets time pass without a wait. */
    public synchronized void pass(Duration duration) {
        now = now.plus(duration);
    }

    /** How long somebody has waited, all waits together. */
    public synchronized Duration waited() {
        return waits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    public synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }
}
