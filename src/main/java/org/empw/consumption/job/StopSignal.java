package org.empw.consumption.job;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.empw.consumption.http.Sleeper;

/** Whether the run was told to stop; also what its waiting is made of, so that being told ends a wait at once. */
public final class StopSignal implements Sleeper {

    private final CountDownLatch requested = new CountDownLatch(1);

    public void request() {
        requested.countDown();
    }

    public boolean isRequested() {
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
}
