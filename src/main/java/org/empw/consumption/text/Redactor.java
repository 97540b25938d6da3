package org.empw.consumption.text;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What nobody may read in the log, even where a server echoes it in an address, a status line or a reading. */
public final class Redactor {

    /** Shorter ones would redact ordinary words. */
    private static final int SHORTEST = 4;

    private static final String HIDDEN = "[hidden]";

    private static final Set<String> KNOWN = new ConcurrentSkipListSet<>();

    private Redactor() {}

    public static void add(String secret) {
        if (secret.length() >= SHORTEST) {
            KNOWN.add(secret);
            String inJson = secret.replace("\\", "\\\\").replace("\"", "\\\"");
            KNOWN.add(inJson);
            KNOWN.add(inJson.replace("/", "\\/")); // as Logback writes it
        }
    }

    /** The text without the secrets in it. */
    public static String redact(String text) {
        String hidden = text;
        for (String secret : KNOWN) {
            hidden = hidden.replace(secret, HIDDEN);
        }
        return hidden;
    }

    /** As {@link #redact}, for a text that may have been cut in the middle of a secret. */
    public static String redactCut(String text) {
        String hidden = redact(text);
        for (String secret : KNOWN) {
            for (int length = secret.length() - 1; length >= SHORTEST; length--) {
                if (hidden.endsWith(secret.substring(0, length))) {
                    return hidden.substring(0, hidden.length() - length) + HIDDEN;
                }
            }
        }
        return hidden;
    }
}
