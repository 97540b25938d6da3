package org.empw.consumption.support;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.http.Sleeper;
import org.empw.consumption.job.StopSignal;

/** A clock that only moves when somebody waits, so that waiting costs no time; and what was waited for. */
public final class VirtualTime implements Sleeper, InstantSource {
    private final StopSignal stop;
    private final List<Duration> waits = new ArrayList<>();
    private Instant now;

    public VirtualTime(Instant start) {
        this(start, new StopSignal());
    }

    public VirtualTime(Instant start, StopSignal stop) {
        this.now = start;
        this.stop = stop;
    }

    @Override
    public synchronized boolean sleep(Duration duration) {
        if (stop.isStopped()) {
            return false;
        }
        waits.add(duration);
        now = now.plus(duration);
        return true;
    }

    @Override
    public boolean isStopped() {
        return stop.isStopped();
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Lets time pass, whether a run was told to stop or not. */
    public synchronized boolean pass(Duration duration) {
        now = now.plus(duration);
        return true;
    }

    public synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }
}
