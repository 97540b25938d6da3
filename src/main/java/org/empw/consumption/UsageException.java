package org.empw.consumption;

/** The options or settings are wrong. The message names each of them and what to do, never a setting's value. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
