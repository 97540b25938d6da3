package org.empw.consumption.api;

import java.time.Duration;

/** Lets time pass; a test lets it pass at once. */
@FunctionalInterface
public interface Sleeper {

  /**
   * Waits for {@code duration}.
   *
   * @return false when the run was told to stop before or meanwhile
   */
  boolean sleep(Duration duration);
}
