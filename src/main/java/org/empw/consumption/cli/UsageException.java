package org.empw.consumption.cli;

/** The options or settings are wrong. The message names each of them and what to do, never a setting's value. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
