package org.empw.consumption.waiting;

import java.time.Duration;

/** Lets time pass; a test lets it pass at once. */
public interface Sleeper {
    /**
     * Waits for {@code duration}.
     *
     * @return false when the run was told to stop before or meanwhile
     */
    boolean sleep(Duration duration);

    /** Whether the run was told to stop, so that there is no more waiting. */
    boolean isStopped();
}
