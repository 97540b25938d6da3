package org.empw.consumption.calculation;

import java.math.BigDecimal;

/**
 * EMPW's rule: a sensor's consumption of a day is the sum of the positive differences between consecutive readings in
 * order of their time. A fall of the level is a refill or a new meter and counts as nothing. So 126, 128, 230 gives
 * 104, and 100, 123, 13, 20 gives 23 + 7 = 30; a single reading gives 0.
 *
 * <p>The arithmetic is decimal and exact: 0.1, 0.3 gives 0.2. Nothing here reads, writes, logs or asks for the time.
 */
public final class ConsumptionCalculator {

    private ConsumptionCalculator() {}

    /** Applies the rule to one sensor's readings of one day. */
    public static Consumption calculate(SensorDay day) {
        if (day.units() != null) {
            try {
                return calculate(day.units(), day.scale());
            } catch (ArithmeticException theSumNeedsMoreThanALong) {
                // Rare enough to be calculated anew in BigDecimal.
            }
        }
        BigDecimal[] levels = new BigDecimal[day.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = day.level(i);
        }
        return calculate(levels);
    }

    /** The rule on levels that are all whole multiples of 10^-scale: a fleet's day has millions of them. */
    private static Consumption calculate(long[] levels, int scale) {
        long total = 0;
        long fallen = 0;
        long largestRise = 0;
        int falls = 0;
        for (int i = 1; i < levels.length; i++) {
            long rise = Math.subtractExact(levels[i], levels[i - 1]);
            if (rise >= 0) {
                total = Math.addExact(total, rise);
                largestRise = Math.max(largestRise, rise);
            } else {
                fallen = Math.subtractExact(fallen, rise);
                falls++;
            }
        }
        return new Consumption(plain(total, scale), falls, plain(fallen, scale), plain(largestRise, scale));
    }

    /** The same rule on levels with more digits than a long holds. */
    private static Consumption calculate(BigDecimal[] levels) {
        BigDecimal total = BigDecimal.ZERO;
        BigDecimal fallen = BigDecimal.ZERO;
        BigDecimal largestRise = BigDecimal.ZERO;
        int falls = 0;
        for (int i = 1; i < levels.length; i++) {
            BigDecimal rise = levels[i].subtract(levels[i - 1]);
            if (rise.signum() >= 0) {
                total = total.add(rise);
                largestRise = largestRise.max(rise);
            } else {
                fallen = fallen.subtract(rise);
                falls++;
            }
        }
        return new Consumption(plain(total), falls, plain(fallen), plain(largestRise));
    }

    private static BigDecimal plain(long units, int scale) {
        return units == 0 ? BigDecimal.ZERO : plain(BigDecimal.valueOf(units, scale));
    }

    /** Without trailing zeros and without the exponent that dropping them may bring: 100, not 1E+2. */
    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
