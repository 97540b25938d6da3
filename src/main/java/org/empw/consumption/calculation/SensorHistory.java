package org.empw.consumption.calculation;

import java.util.Optional;

/**
 * What is known of one sensor, and of all, from the 28 days before the day that is judged. Amounts are {@link
 * Millionths} of the unit of the water level, zero or more.
 *
 * @param knownDays of how many of those days this sensor's consumption is known
 * @param secondLargest the second largest of these consumptions, so that one wrong day does not hide the next; 0 where
 *     there is none
 * @param fleetMedian the median of all sensors' consumptions on one of those days; 0 where none is known
 * @param lastReading the last reading of this sensor's newest known day; it shows whether a level returns, if it is at
 *     most 48 hours before the day's first reading
 */
public record SensorHistory(int knownDays, long secondLargest, long fleetMedian, Optional<LastReading> lastReading) {
    /** Nothing is known: there is no ledger, or the sensor is new. */
    public static final SensorHistory NONE = new SensorHistory(0, 0, 0, Optional.empty());

    /** With fewer days a sensor is not compared with itself. */
    private static final int MIN_KNOWN_DAYS = 7;

    /** An older reading shows nothing about a level that returns. */
    private static final long MAX_GAP = 48 * 3_600_000_000L;

    /**
     * A reading of a day before.
     *
     * @param micros its time, as {@link SensorDay#micros(int)} gives it
     * @param level its water level, in {@link Millionths}, between the ends of {@link Millionths#MAX_LEVEL}
     */
    public record LastReading(long micros, long level) {}

    /** Whether enough days are known to compare another one with them. */
    public boolean isCompared() {
        return knownDays >= MIN_KNOWN_DAYS;
    }

    /**
     * What a day of much use is for this sensor: the second largest of its known days, or the fleet's median where that
     * is larger. 0 where fewer than seven days are known, and nothing can be compared.
     */
    long largeDay() {
        return isCompared() ? Math.max(secondLargest, fleetMedian) : 0;
    }

    /** The last reading before a day, if it lies before the day's first one, by 48 hours at most. */
    Optional<LastReading> before(SensorDay day) {
        if (lastReading.isEmpty() || day.size() == 0) {
            return Optional.empty();
        }
        long gap = day.micros(0) - lastReading.get().micros;
        return gap > 0 && gap <= MAX_GAP ? lastReading : Optional.empty();
    }
}
