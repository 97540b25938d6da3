package org.empw.consumption.calculation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** When each sensor of the fleet sent its first and last reading, counted from when its day began: dates can be compared. */
public final class LastReadings {
    private final List<LastReading> all = new ArrayList<>();

    private final List<Long> first = new ArrayList<>();

    /**
     * A sensor's last reading.
     *
     * @param date of its readings
     * @param time as {@link SensorDay#lastReading} gives it
     * @param isFine whether nothing else is wrong with the sensor
     */
    public record LastReading(String sensorId, LocalDate date, long time, boolean isFine) {}

    /** Adds a sensor, if it has a reading. */
    public void add(SensorResult result) {
        if (result.hasReadings()) {
            SensorDay day = result.day();
            first.add(day.firstReading());
            all.add(new LastReading(day.sensorId(), day.date(), day.lastReading(), result.isFine()));
        }
    }

    /** The median of the last readings, the earlier of two; the largest long where there is none. */
    public long median() {
        return median(all.stream().mapToLong(LastReading::time));
    }

    /** The median of the first readings, as {@link SensorDay#firstReading} gives them. */
    public long medianOfFirst() {
        return median(first.stream().mapToLong(Long::longValue));
    }

    private static long median(LongStream times) {
        long[] sorted = times.sorted().toArray();
        return sorted.length == 0 ? Long.MAX_VALUE : sorted[(sorted.length - 1) / 2];
    }

    /** How many sensors have a reading. */
    public int size() {
        return all.size();
    }

    /** The sensors that fell silent before the others. */
    public List<LastReading> silent() {
        long median = median();
        return all.stream()
                .filter(last -> QualityCheck.isSilent(last.time, median))
                .toList();
    }
}
