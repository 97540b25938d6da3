package org.empw.consumption.cli;

/** What the program's exit code tells whoever started it: above all, what to do next. */
public enum ExitCode {
    OK(0, "all delivered, or nothing to report", "nothing"),
    INTERNAL_ERROR(1, "a fault in the job itself", "report it, with the log"),
    USAGE(2, "wrong options or settings; nothing was contacted", "mend what the message names"),
    DATA_SKIPPED(3, "finished, but some data could not be used", "read the warnings"),
    REFUSED(4, "the API refused the login or the rights", "mend the credentials"),
    NOTHING_SENT(5, "the API could not be used; nothing was sent", "run it again the same day"),
    PARTLY_SENT(6, "stopped partway; what is on stdout was not stored", "--send it"),
    IN_DOUBT(7, "what is on stdout as in_doubt may be stored", "look, then decide");

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

    public String meaning() {
        return meaning;
    }

    public String next() {
        return next;
    }
}
