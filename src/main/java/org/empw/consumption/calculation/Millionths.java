package org.empw.consumption.calculation;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Water levels and their sums as whole millionths of the sensor's unit, in a {@code long}: decimal, exact and without
 * an object for each reading.
 */
public final class Millionths {
    /** A level beyond this one, or below its negative, is absurd: 10^9 units. */
    public static final long MAX_LEVEL = 1_000_000_000L * 1_000_000L;

    private static final int DECIMALS = 6;
    private static final int INTEGER_DIGITS = 10;

    private Millionths() {}

    /**
     * A level, rounded half up.
     *
     * @throws ArithmeticException where it is absurd, see {@link #MAX_LEVEL}
     */
    public static long ofLevel(BigDecimal level) {
        long integerDigits = (long) level.precision() - level.scale();
        if (level.signum() == 0 || integerDigits < -DECIMALS) {
            return 0;
        }
        if (integerDigits <= INTEGER_DIGITS) {
            BigDecimal rounded = level.setScale(DECIMALS, RoundingMode.HALF_UP);
            long millionths = rounded.unscaledValue().longValueExact();
            if (Math.abs(millionths) <= MAX_LEVEL) {
                return millionths;
            }
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
