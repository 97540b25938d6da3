package org.empw.consumption.api;

/** The API did not do what the run needs. The message says what happened and what to do, and holds no secret. */
public final class ApiException extends Exception {
    private static final long serialVersionUID = 1;

    /** What kind of remedy there is. */
    public enum Kind {
        /** The credentials or their rights have to be mended. */
        REFUSED,
        /** The API was not reached or made no sense. */
        UNUSABLE
    }

    private final Kind kind;

    ApiException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
