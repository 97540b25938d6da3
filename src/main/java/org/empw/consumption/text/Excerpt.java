package org.empw.consumption.text;

import java.nio.charset.StandardCharsets;

/**
 * Text from outside (a server's, a file's, an exception's), made fit for a message: without secrets, and short. The log
 * escapes what it must not print as it is.
 */
public final class Excerpt {
    private static final int MAX_LENGTH = 120;

    private Excerpt() {}

    /** The beginning of an answer, in quotes. */
    public static String of(byte[] head) {
        return '"' + shorten(Redactor.redactCut(new String(head, StandardCharsets.UTF_8))) + '"';
    }

    /** A name or value, in quotes. */
    public static String quoted(String text) {
        return '"' + shorten(text) + '"';
    }

    /** An address or a clause. */
    public static String shorten(String text) {
        String safe = Redactor.redact(text);
        return safe.length() <= MAX_LENGTH ? safe : safe.substring(0, MAX_LENGTH) + "...";
    }
}
