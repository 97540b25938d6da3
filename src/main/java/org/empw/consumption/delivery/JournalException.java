package org.empw.consumption.delivery;

/** The journal cannot be used. The message says why and what to do. */
public final class JournalException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    private JournalException(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    /** A person has to mend something first. */
    static JournalException toBeMended(String message) {
        return new JournalException(message, false);
    }

    /** It may work at another time. */
    static JournalException forNow(String message) {
        return new JournalException(message, true);
    }

    /** Whether the same run may work at another time without anything being mended. */
    public boolean isPassing() {
        return passing;
    }
}
