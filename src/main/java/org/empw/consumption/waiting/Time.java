package org.empw.consumption.waiting;

import java.time.Duration;
import java.time.InstantSource;

/** The clock of a run and its waiting, which ends early when the run is told to stop; a test lets time pass at once. */
public interface Time extends InstantSource {
    /** Tells the run to stop; whoever sleeps wakes up. */
    void stop();

    /** Whether the run was told to stop, so that it starts nothing new. */
    boolean isStopped();

    /**
     * Waits for {@code duration}.
     *
     * @return false when the run was told to stop before or meanwhile
     */
    boolean sleep(Duration duration);

    /**
     * Waits for {@code duration}, whether the run was told to stop or not.
     *
     * @return false when it was told so long ago that its process is about to be killed
     */
    boolean sleepEvenIfStopped(Duration duration);
}
