package org.empw.consumption.api;

import java.math.BigDecimal;

/**
 * Reads a water level from the characters of a JSON number, or of a string that holds one, exactly and without an
 * object where its digits fit a long. After {@link #parse} the level is either {@link #wide} or, where that is null,
 * {@link #unscaled} × 10^-{@link #scale}.
 */
final class LevelParser {

    /** The API keeps levels as 64-bit floats, which end at 1.8e308 and 4.9e-324. */
    private static final int MAX_DIGITS = 400;

    private static final int DIGITS_IN_A_LONG = 18;

    private long unscaled;
    private int scale;
    private BigDecimal wide;

    /** Returns false where the characters are no number or one that no 64-bit float comes near. */
    boolean parse(char[] chars, int offset, int length) {
        return parsePlain(chars, offset, length) || parseWide(chars, offset, length);
    }

    long unscaled() {
        return unscaled;
    }

    int scale() {
        return scale;
    }

    BigDecimal wide() {
        return wide;
    }

    private boolean parsePlain(char[] chars, int offset, int length) {
        if (length == 0 || length > DIGITS_IN_A_LONG) {
            return false;
        }
        int end = offset + length;
        boolean negative = chars[offset] == '-';
        long value = 0;
        int point = -1;
        int digits = 0;
        for (int i = negative ? offset + 1 : offset; i < end; i++) {
            int digit = chars[i] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                digits++;
            } else if (chars[i] == '.' && point < 0) {
                point = i;
            } else {
                return false;
            }
        }
        if (digits == 0) {
            return false;
        }
        unscaled = negative ? -value : value;
        scale = point < 0 ? 0 : end - point - 1;
        wide = null;
        return true;
    }

    private boolean parseWide(char[] chars, int offset, int length) {
        String text = length > MAX_DIGITS * 2 ? "" : new String(chars, offset, length).trim();
        try {
            BigDecimal value = new BigDecimal(text);
            long integerDigits = (long) value.precision() - value.scale();
            if (value.signum() != 0 && (integerDigits > MAX_DIGITS || value.scale() > MAX_DIGITS)) {
                return false;
            }
            wide = value.signum() == 0 ? BigDecimal.ZERO : value.scale() < 0 ? value.setScale(0) : value;
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
