package org.empw.consumption.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time of the machine. */
public final class SystemTime implements Time {
    /** Heroku kills 30 s after it told to stop; what is not stored has to be printed before that. */
    private static final Duration MAX_AFTER_STOP = Duration.ofSeconds(25);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long stoppedAt;

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public void stop() {
        stoppedAt = System.nanoTime();
        stopped.countDown();
    }

    @Override
    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    @Override
    public boolean sleep(Duration duration) {
        try {
            return !stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop();
            return false;
        }
    }

    @Override
    public boolean sleepEvenIfStopped(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !isStopped() || System.nanoTime() - stoppedAt < MAX_AFTER_STOP.toNanos();
    }
}
