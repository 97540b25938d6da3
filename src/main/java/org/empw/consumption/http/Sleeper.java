package org.empw.consumption.http;

import java.time.Duration;

/** Lets time pass; a test lets it pass at once. */
@FunctionalInterface
public interface Sleeper {

    /**
     * Waits for {@code duration}.
     *
     * @return false when the run was told to stop before or meanwhile
     */
    public boolean sleep(Duration duration);
}
