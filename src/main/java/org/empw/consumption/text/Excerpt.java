package org.empw.consumption.text;

import java.nio.charset.StandardCharsets;

/** Text from the server, made short enough to be shown. The log escapes what it must not print as it is. */
public final class Excerpt {

    private static final int MAX_LENGTH = 120;

    private Excerpt() {}

    /** The beginning of an answer, in quotes. */
    public static String of(byte[] head) {
        return '"' + shorten(Redactor.redactCut(new String(head, StandardCharsets.UTF_8))) + '"';
    }

    public static String shorten(String text) {
        String safe = Redactor.redact(text);
        return safe.length() <= MAX_LENGTH ? safe : safe.substring(0, MAX_LENGTH) + "...";
    }
}
