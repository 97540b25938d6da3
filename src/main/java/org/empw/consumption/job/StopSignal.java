package org.empw.consumption.job;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.empw.consumption.waiting.Sleeper;

/** Whether the run was told to stop; also what its waiting is made of, so that being told ends a wait at once. */
public final class StopSignal implements Sleeper {
    /** Heroku kills 30 s after it told to stop; what is not stored has to be printed before that. */
    private static final Duration MAX_AFTER_STOP = Duration.ofSeconds(25);

    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile long requestedAt;

    public void request() {
        requestedAt = System.nanoTime();
        requested.countDown();
    }

    @Override
    public boolean isStopped() {
        return requested.getCount() == 0;
    }

    @Override
    public boolean sleep(Duration duration) {
        try {
            return !requested.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            request();
            return false;
        }
    }

    /**
     * Lets time pass, whether the run was told to stop or not.
     *
     * @return false when it was told so long ago that its process is about to be killed
     */
    boolean sleepOn(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !isStopped() || System.nanoTime() - requestedAt < MAX_AFTER_STOP.toNanos();
    }
}
