package org.empw.consumption.ledger;

/** The ledger cannot be used. The message says why and what to do, and holds neither user nor password. */
public final class LedgerException extends Exception {
    private static final long serialVersionUID = 1;

    /** Whether waiting helps. */
    public enum Kind {
        /** The database was not reached, or the connection to it was lost: it may come back. */
        UNREACHABLE,
        /** Another run has the lock, or took the reports. */
        ANOTHER_RUN,
        /** A person has to fix something first. */
        UNUSABLE
    }

    private final Kind kind;

    public LedgerException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    static LedgerException unusable(DatabaseUrl url, String reason) {
        return new LedgerException(Kind.UNUSABLE, "The ledger " + url + " cannot be used: " + reason);
    }

    public Kind kind() {
        return kind;
    }
}
