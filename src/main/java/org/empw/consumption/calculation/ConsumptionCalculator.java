package org.empw.consumption.calculation;

/**
 * EMPW's rule: a sensor's consumption of a day is the sum of the positive differences between consecutive readings in
 * order of their time. A fall of the level is a refill or a new meter and counts as nothing. So 126, 128, 230 gives
 * 104, and 100, 123, 13, 20 gives 23 + 7 = 30; a single reading gives 0.
 *
 * <p>The arithmetic is decimal and exact: 0.1, 0.3 gives 0.2. Nothing here reads, writes, logs or asks for the time.
 */
public final class ConsumptionCalculator {
    private ConsumptionCalculator() {}

    /**
     * Applies the rule to one sensor's readings of one day.
     *
     * @throws ArithmeticException where the sum is more than a long of {@link Millionths} holds, 9.2·10^12
     */
    public static Consumption calculate(SensorDay day) {
        long total = 0;
        int falls = 0;
        for (int i = 1; i < day.size(); i++) {
            long rise = day.level(i) - day.level(i - 1);
            if (rise >= 0) {
                total = Math.addExact(total, rise);
            } else {
                falls++;
            }
        }
        return new Consumption(total, 0, falls);
    }
}
