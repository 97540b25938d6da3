package org.empw.consumption.waiting;

/** A request is not to be sent again, or something is no longer waited for. The message says why, as a clause. */
public final class GaveUpException extends Exception {
    private static final long serialVersionUID = 1;

    GaveUpException(String message) {
        super(message);
    }
}
