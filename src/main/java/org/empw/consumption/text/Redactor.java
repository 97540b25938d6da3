package org.empw.consumption.text;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Takes the secrets of this run out of text that comes from outside, for a server may echo them. The job's own words
 * hold none and are left alone: a password may be a word of theirs.
 */
public final class Redactor {
    /** Shorter ones would redact ordinary words. */
    private static final int MIN_LENGTH = 4;

    private static final String REDACTED = "[hidden]";

    private static final Set<String> SECRETS = new ConcurrentSkipListSet<>();

    private Redactor() {}

    /** From now on, {@code secret} is redacted. */
    public static void add(String secret) {
        if (secret.length() >= MIN_LENGTH) {
            SECRETS.add(secret);
            SECRETS.add(secret.replace("\\", "\\\\").replace("\"", "\\\"")); // as a JSON string has it
        }
    }

    /** The text without the secrets in it. */
    public static String redact(String text) {
        String redacted = text;
        for (String secret : SECRETS) {
            redacted = redacted.replace(secret, REDACTED);
        }
        return redacted;
    }

    /** As {@link #redact}, for a text that may have been cut in the middle of a secret. */
    static String redactCut(String text) {
        String redacted = redact(text);
        for (String secret : SECRETS) {
            for (int length = secret.length() - 1; length >= MIN_LENGTH; length--) {
                if (redacted.endsWith(secret.substring(0, length))) {
                    return redacted.substring(0, redacted.length() - length) + REDACTED;
                }
            }
        }
        return redacted;
    }
}
