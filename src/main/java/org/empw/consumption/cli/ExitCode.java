package org.empw.consumption.cli;

/** What the program's exit code tells whoever started it: above all, what to do next. */
public enum ExitCode {
    OK(0, "all delivered, or nothing to report", "nothing"),
    INTERNAL_ERROR(1, "a bug in the job itself", "report it with its log"),
    USAGE(2, "wrong options or settings; nothing was contacted", "fix what is named"),
    DATA_SKIPPED(3, "finished, but some data was missing or wrong", "read the warnings"),
    REFUSED(4, "the API refused the login or the rights", "fix the credentials"),
    NOTHING_SENT(5, "nothing was sent: no API, no ledger, another run", "run it again today"),
    PARTLY_SENT(6, "stopped partway; stdout has what was not stored", "run again, or --send"),
    IN_DOUBT(7, "stdout has what may be stored, as in_doubt", "look, then decide");

    private final int code;
    private final String meaning;
    private final String next;

    ExitCode(int code, String meaning, String next) {
        this.code = code;
        this.meaning = meaning;
        this.next = next;
    }

    public int code() {
        return code;
    }

    /** What a monitor is told: success is 0. Skipped data is one, for an alarm every day hides a real failure. */
    public String ping() {
        return String.valueOf(this == DATA_SKIPPED ? OK.code : code);
    }

    public String meaning() {
        return meaning;
    }

    public String next() {
        return next;
    }
}
