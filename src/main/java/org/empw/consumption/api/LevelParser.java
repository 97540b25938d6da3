package org.empw.consumption.api;

import java.math.BigDecimal;
import org.empw.consumption.calculation.Millionths;

/**
 * Reads a water level from the characters of a JSON number, or of a string that holds one, without an object for the
 * usual forms. Rounding the double that Jackson parses is exact enough too, but took a large fleet 5 % longer.
 */
final class LevelParser {
    /** What {@link #parse} gives for characters that are no number, or an absurd one. */
    static final long UNUSABLE = Long.MIN_VALUE;

    private static final long ONE = 1_000_000;

    private LevelParser() {}

    /** The level in {@link Millionths}, rounded half up, or {@link #UNUSABLE}. */
    static long parse(char[] chars, int offset, int length) {
        int end = offset + length;
        boolean negative = length > 0 && chars[offset] == '-';
        int first = negative ? offset + 1 : offset;
        long units = 0;
        int i = first;
        for (; i < end && isDigit(chars[i]) && units * ONE <= Millionths.MAX_LEVEL; i++) {
            units = units * 10 + chars[i] - '0';
        }
        long fraction = 0;
        if (i > first && i < end && chars[i] == '.') {
            long worth = ONE / 10;
            for (i++; i < end && isDigit(chars[i]); i++) {
                int digit = chars[i] - '0';
                fraction += worth > 0 ? digit * worth : worth == 0 && digit >= 5 ? 1 : 0;
                worth = worth > 1 ? worth / 10 : worth - 1; // after the last decimal 0, where rounding looks; then less
            }
        }
        long millionths = units * ONE + fraction;
        if (i < end || i == first || millionths > Millionths.MAX_LEVEL) {
            return parseOtherForm(chars, offset, length);
        }
        return negative ? -millionths : millionths;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long parseOtherForm(char[] chars, int offset, int length) {
        if (length > 1_000) { // no level with an exponent or with spaces around it needs more
            return UNUSABLE;
        }
        try {
            return Millionths.ofLevel(new BigDecimal(new String(chars, offset, length).trim()));
        } catch (ArithmeticException | NumberFormatException e) {
            return UNUSABLE;
        }
    }
}
