package org.empw.consumption.api;

/** The API did not do what the run needs. The message says what happened and what to do, and holds no secret. */
public final class ApiException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean refused;

    ApiException(String message, boolean refused) {
        super(message);
        this.refused = refused;
    }

    /** Whether the credentials or their rights have to be fixed; otherwise the API was not reached, or made no sense. */
    public boolean isRefused() {
        return refused;
    }
}
