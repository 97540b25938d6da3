package org.empw.consumption.calculation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** When each sensor of the fleet was last heard of on its day, so that two dates in one answer can be compared. */
public final class LastReadings {
    private final List<String> sensorIds = new ArrayList<>();
    private long[] micros = new long[16];

    /** Adds a sensor's day that has a reading at least. */
    public void add(SensorDay day) {
        if (sensorIds.size() == micros.length) {
            micros = Arrays.copyOf(micros, micros.length * 2);
        }
        micros[sensorIds.size()] = day.lastReading();
        sensorIds.add(day.sensorId());
    }

    /** The median of the last readings, the earlier of two; the largest long where there is none. */
    public long median() {
        long[] sorted = Arrays.copyOf(micros, sensorIds.size());
        Arrays.sort(sorted);
        return sorted.length == 0 ? Long.MAX_VALUE : sorted[(sorted.length - 1) / 2];
    }

    public int size() {
        return sensorIds.size();
    }

    public String sensorId(int i) {
        return sensorIds.get(i);
    }

    /** The last reading of sensor number {@code i}, as {@link SensorDay#lastReading} gives it. */
    public long micros(int i) {
        return micros[i];
    }
}
