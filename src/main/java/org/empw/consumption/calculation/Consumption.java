package org.empw.consumption.calculation;

/**
 * The consumption of one {@link SensorDay} and what its readings show besides. All amounts are {@link Millionths} of
 * the unit of the water level.
 *
 * @param total the sum of all rises, zero or more
 * @param overnight what of that rose since the last reading of a day before; see {@link Overnight}
 * @param falls how often the level fell, which counts as nothing: a refill or a new meter
 */
public record Consumption(long total, long overnight, int falls) {
    /** That of a day of which nothing is counted. */
    public static final Consumption NONE = new Consumption(0, 0, 0);

    /**
     * The same with one more rise, from a day before.
     *
     * @throws ArithmeticException where the sum is more than a long holds
     */
    public Consumption plusOvernight(long rise) {
        return new Consumption(Math.addExact(total, rise), rise, falls);
    }
}
