package org.empw.consumption.api;

/** What came is not the JSON that the API's contract promises. The message says what came instead. */
public final class MalformedResponseException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedResponseException(String message) {
        super(message);
    }
}
