package org.empw.consumption.api;

/** What came is not the JSON that the API's contract promises. The message says what came instead. */
public final class MalformedResponseException extends Exception {
    private static final long serialVersionUID = 1;

    /** Whether it is JSON, or begins like it; if not, it probably comes from somebody else, such as a page of HTML. */
    final boolean isJson;

    MalformedResponseException(String message, boolean isJson) {
        super(message);
        this.isJson = isJson;
    }
}
