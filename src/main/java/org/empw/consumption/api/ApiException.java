package org.empw.consumption.api;

/** The API did not do what the run needs. The message says what happened and what to do, and holds no secret. */
public final class ApiException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean refused;

    private ApiException(String message, boolean refused) {
        super(message);
        this.refused = refused;
    }

    /** The credentials or their rights have to be fixed. */
    static ApiException refused(String message) {
        return new ApiException(message, true);
    }

    /** The API was not reached, or its response made no sense. */
    static ApiException unusable(String message) {
        return new ApiException(message, false);
    }

    public boolean isRefused() {
        return refused;
    }
}
