package org.empw.consumption.calculation;

import java.math.BigDecimal;

/**
 * Water levels and their sums as whole millionths of the sensor's unit, in a {@code long}: decimal, exact and without
 * an object for each reading.
 */
public final class Millionths {
    /** A level beyond this one, or below its negative, is absurd: a thousand million units. */
    public static final long MAX_LEVEL = 1_000_000_000L * 1_000_000L;

    private static final int DECIMALS = 6;

    private Millionths() {}

    /**
     * A level, rounded half up. A double is exact enough: up to {@link #MAX_LEVEL} it is off by less than a quarter
     * of a millionth.
     *
     * @throws ArithmeticException where it is absurd, see {@link #MAX_LEVEL}, or not a number
     */
    public static long ofLevel(double level) {
        double millionths = Math.abs(level) * 1e6;
        if (millionths <= MAX_LEVEL) {
            return Math.round(millionths) * (level < 0 ? -1 : 1);
        }
        throw new ArithmeticException("a level beyond 1000000000");
    }

    /** The number in units, without trailing zeros and without an exponent: 104, 0.2, 100. */
    public static BigDecimal toDecimal(long millionths) {
        BigDecimal stripped = BigDecimal.valueOf(millionths, DECIMALS).stripTrailingZeros();
        return stripped.setScale(Math.max(0, stripped.scale()));
    }

    /** {@link #toDecimal} as it is written. */
    public static String format(long millionths) {
        return toDecimal(millionths).toPlainString();
    }
}
