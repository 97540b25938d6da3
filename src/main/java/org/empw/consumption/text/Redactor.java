package org.empw.consumption.text;

import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the secrets of this run out of text that comes from outside: a server may echo them, and write them in its own
 * way: as JSON, HTML, an address and a form do. The job's own words hold none and are left alone: a password may be a
 * word of theirs.
 */
public final class Redactor {
    /** Shorter ones would redact ordinary words. */
    private static final int MIN_LENGTH = 4;

    private static final String REDACTED = "[hidden]";

    /** What a spelling other than the plain one begins with. */
    private static final Pattern ESCAPES = Pattern.compile("[\\\\&%+]");

    /** What decoding makes of a character that was cut. */
    private static final char CUT_CHARACTER = '\uFFFD';

    private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();

    /** What finds a secret in all its spellings; made when it is needed, which most runs never do. */
    private static final Map<String, Pattern> SPELLINGS = new ConcurrentHashMap<>();

    private Redactor() {}

    /** From now on, {@code secret} is redacted. */
    public static void add(String secret) {
        if (secret.length() >= MIN_LENGTH) {
            SECRETS.add(secret);
        }
    }

    /** The text without the secrets in it; where they overlap, without any part of them. */
    public static String redact(String text) {
        return without(secretsIn(text), text);
    }

    /** As {@link #redact}, for a text that may have been cut in the middle of a secret, or of a character of one. */
    static String redactCut(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == CUT_CHARACTER) {
            end--;
        }
        String whole = text.substring(0, end);
        BitSet hidden = secretsIn(whole);
        for (String secret : SECRETS) {
            Matcher matcher = spellings(secret).matcher(whole);
            for (int from = 0; from <= end - MIN_LENGTH; from++) {
                // The beginning of a secret is what runs into the end of the text before it has matched.
                if (!matcher.region(from, end).lookingAt() && matcher.hitEnd()) {
                    hidden.set(from, end);
                    break;
                }
            }
        }
        return without(hidden, whole);
    }

    /** Which characters belong to a secret. */
    private static BitSet secretsIn(String text) {
        BitSet hidden = new BitSet();
        boolean plain = !ESCAPES.matcher(text).find();
        for (String secret : SECRETS) {
            if (plain) {
                for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
                    hidden.set(at, at + secret.length());
                }
            } else {
                Matcher matcher = spellings(secret).matcher(text);
                for (int from = 0; from < text.length() && matcher.find(from); from = matcher.start() + 1) {
                    hidden.set(matcher.start(), matcher.end());
                }
            }
        }
        return hidden;
    }

    private static Pattern spellings(String secret) {
        return SPELLINGS.computeIfAbsent(secret, Spellings::pattern);
    }

    private static String without(BitSet hidden, String text) {
        if (hidden.isEmpty()) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        int from = 0;
        for (int start = hidden.nextSetBit(0); start >= 0; start = hidden.nextSetBit(from)) {
            shown.append(text, from, start).append(REDACTED);
            from = hidden.nextClearBit(start);
        }
        return shown.append(text, from, text.length()).toString();
    }
}
