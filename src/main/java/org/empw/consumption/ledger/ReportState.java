package org.empw.consumption.ledger;

import java.util.Locale;

/** What is certain about a report. */
public enum ReportState {
    /** The API does not have it. */
    UNSENT,
    /** It was on its way to the API when last heard of: the API may have it. */
    IN_DOUBT,
    /** The API has it. */
    STORED;

    /** As the database and the lines of a file write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The opposite of {@link #text}. */
    static ReportState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
