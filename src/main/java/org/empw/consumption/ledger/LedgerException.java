package org.empw.consumption.ledger;

/** The ledger cannot be used. The message says why and what to do, and holds neither user nor password. */
public final class LedgerException extends Exception {
    private static final long serialVersionUID = 1;

    /** What it means for whoever wants to go on. */
    public enum Kind {
        /** The database was not reached, or the connection to it was lost: it may come back. */
        UNREACHABLE,
        /** Somebody else has the lock, or rows that are needed; they may let go. */
        LOCKED,
        /** Another run has planned the reports since. */
        OVERTAKEN,
        /** What was to be noted may be noted or not, and no connection tells. */
        UNCERTAIN,
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

    /** Whether it may work later. */
    public boolean mayPass() {
        return kind == Kind.UNREACHABLE || kind == Kind.LOCKED;
    }
}
