package org.empw.consumption.cli;

import java.util.Optional;

/** What happens to a setting's value on its way from a file into an environment variable. */
final class Damage {
    /** Straight ones, and those that a word processor makes of them. */
    private static final String QUOTES = "\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb";

    /** What Java puts in the place of a byte that it cannot decode, as under cron, whose processes have no locale. */
    private static final char UNREADABLE = '\uFFFD';

    private Damage() {}

    /** What is wrong with {@code value}, as a clause without any of it; empty where it seems to be as it was written. */
    static Optional<String> of(String value) {
        if (value.indexOf(UNREADABLE) >= 0) {
            return Optional.of("holds characters that are unreadable without a locale; set LANG=C.UTF-8, or use .env");
        }
        String text = value.strip();
        if (text.length() > 1 && isQuote(text.charAt(0)) && isQuote(text.charAt(text.length() - 1))) {
            return Optional.of(
                    "begins and ends with a quote, which something has kept on its way, as docker --env-file does;"
                            + " write the value without quotes there, or use .env");
        }
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n')) {
            return Optional.of("holds the end of a line, as from a file of Windows; remove it, or use .env");
        }
        if (text.matches("\\$\\{\\w+}|%[A-Z_]+%|\\$\\{\\{.*}}")) {
            return Optional.of("is the name of a variable, which nothing has replaced by its value");
        }
        return Optional.empty();
    }

    private static boolean isQuote(char c) {
        return QUOTES.indexOf(c) >= 0;
    }
}
