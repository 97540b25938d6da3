package org.empw.consumption.calculation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** The date of a report, as {@code 2020-07-28}. */
public final class ReportDate {
    private ReportDate() {}

    /** The date of a text; empty where it is none of the years 1 to 9999, which sort as texts as they do in time. */
    public static Optional<LocalDate> parse(String text) {
        if (text.length() != "2020-07-28".length()) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(text);
            return date.getYear() > 0 ? Optional.of(date) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
