package org.empw.consumption.calculation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When each sensor of the fleet sent its first and last reading, counted from midnight UTC of its date: dates can be
 * compared.
 */
public final class ReadingTimes {
    private final List<OfSensor> all = new ArrayList<>();

    /**
     * A sensor's first and last reading.
     *
     * @param date of its readings
     * @param first as {@link SensorDay#firstReading} gives it
     * @param last as {@link SensorDay#lastReading} gives it
     * @param isFine whether nothing else is wrong with the sensor
     */
    public record OfSensor(String sensorId, LocalDate date, long first, long last, boolean isFine) {}

    /** Adds a sensor, if it has a reading. */
    public void add(SensorResult result) {
        if (result.hasReadings()) {
            SensorDay day = result.day();
            all.add(new OfSensor(day.sensorId(), day.date(), day.firstReading(), day.lastReading(), result.isFine()));
        }
    }

    /** The median of the last readings, the earlier of two; the largest long where there is none. */
    public long medianOfLast() {
        long[] times = new long[all.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = all.get(i).last;
        }
        return median(times);
    }

    /** The median of the first readings, the earlier of two; the largest long where there is none. */
    public long medianOfFirst() {
        long[] times = new long[all.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = all.get(i).first;
        }
        return median(times);
    }

    private static long median(long[] times) {
        Arrays.sort(times);
        return times.length == 0 ? Long.MAX_VALUE : times[(times.length - 1) / 2];
    }

    /** How many sensors have a reading. */
    public int size() {
        return all.size();
    }

    /** The sensors that fell silent before the others. */
    public List<OfSensor> silent() {
        long median = medianOfLast();
        List<OfSensor> silent = new ArrayList<>();
        for (OfSensor sensor : all) {
            if (QualityCheck.isSilent(sensor.last, median)) {
                silent.add(sensor);
            }
        }
        return silent;
    }
}
