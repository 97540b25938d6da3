package org.empw.consumption.calculation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One sensor's readings of one day, in order of their time; readings of the same microsecond keep the order in which
 * they came. Immutable. A reading costs 16 bytes and no object.
 */
public final class SensorDay {
    private final String sensorId;
    private final LocalDate date;
    private final long[] times;
    private final long[] levels;
    private final int outOfOrder;
    private final List<SkippedReading> skipped;
    private final int skippedCount;

    private SensorDay(String sensorId, LocalDate date, Builder readings) {
        this.sensorId = sensorId;
        this.date = date;
        times = Arrays.copyOf(readings.times, readings.size);
        levels = Arrays.copyOf(readings.levels, readings.size);
        outOfOrder = readings.outOfOrder;
        skippedCount = readings.skippedCount;
        skipped = List.copyOf(readings.skipped);
    }

    public String sensorId() {
        return sensorId;
    }

    public LocalDate date() {
        return date;
    }

    /** The number of usable readings. */
    public int size() {
        return times.length;
    }

    /** The water level of reading number {@code i}, counted from 0 in order of time, in {@link Millionths}. */
    public long level(int i) {
        return levels[i];
    }

    /** The time of reading number {@code i}, counted in the same way, as {@link Micros} has it. */
    public long micros(int i) {
        return times[i];
    }

    public Instant time(int i) {
        return Micros.toInstant(times[i]);
    }

    /** The time of the first reading, in microseconds since the date began in UTC. There has to be a reading. */
    public long firstReading() {
        return times[0] - Micros.midnight(date);
    }

    /** The time of the last reading, in the same way. There has to be a reading. */
    public long lastReading() {
        return times[times.length - 1] - Micros.midnight(date);
    }

    /** When reading number {@code i} was made, as {@link Micros#clock} says it. */
    public String clock(int i) {
        return Micros.clock(date, times[i] - Micros.midnight(date));
    }

    /** How many readings came after one that is later than they are. */
    public int outOfOrder() {
        return outOfOrder;
    }

    /** The readings that could not be used; the first thousand of them. */
    public List<SkippedReading> skipped() {
        return skipped;
    }

    /** How many readings could not be used. */
    public int skippedCount() {
        return skippedCount;
    }

    /** Collects the readings of one sensor in the order in which they come; afterwards, of the next one. */
    public static final class Builder {
        private static final int MAX_SKIPPED = 1_000;
        private static final long HOUR = 3_600_000_000L;

        private long[] times = new long[128];
        private long[] levels = new long[128];
        private int size;
        private int outOfOrder;
        private long earliest = Long.MAX_VALUE;
        private long latest = Long.MIN_VALUE;
        private int skippedCount;
        private final List<SkippedReading> skipped = new ArrayList<>();

        /** Adds a reading: its time as {@link Micros} has it, its level in {@link Millionths}. */
        public void add(long micros, long level) {
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
                levels = Arrays.copyOf(levels, size * 2);
            }
            if (micros < latest) {
                outOfOrder++;
            } else {
                latest = micros;
            }
            earliest = Math.min(earliest, micros);
            times[size] = micros;
            levels[size] = level;
            size++;
        }

        public void skip(SkippedReading reading) {
            skippedCount++;
            if (skipped.size() < MAX_SKIPPED) {
                skipped.add(reading);
            }
        }

        /** How many readings have come so far, usable or not. */
        public int readings() {
            return size + skippedCount;
        }

        /**
         * Makes the day of what was added since the last one was made. A reading that lies before {@code date} minus 14
         * hours or after {@code date} plus 36 hours (UTC) is of another day in every zone, and skipped: a day in any
         * zone begins at most 14 hours before the same date in UTC does, and ends 12 after.
         */
        public SensorDay build(String sensorId, LocalDate date) {
            long midnight = Micros.midnight(date);
            if (size > 0 && (earliest < midnight - 14 * HOUR || latest > midnight + 36 * HOUR)) {
                skipOtherDays(midnight - 14 * HOUR, midnight + 36 * HOUR);
            }
            if (outOfOrder > 0) {
                sort();
            }
            SensorDay day = new SensorDay(sensorId, date, this);
            clear();
            return day;
        }

        public void clear() {
            size = 0;
            outOfOrder = 0;
            earliest = Long.MAX_VALUE;
            latest = Long.MIN_VALUE;
            skipped.clear();
            skippedCount = 0;
        }

        private void skipOtherDays(long from, long to) {
            int all = size;
            size = 0;
            outOfOrder = 0;
            latest = Long.MIN_VALUE;
            for (int i = 0; i < all; i++) {
                if (times[i] < from || times[i] > to) {
                    String problem = "the reading of " + Micros.toInstant(times[i]) + " is of another day";
                    skip(new SkippedReading(problem, Optional.empty()));
                } else {
                    add(times[i], levels[i]);
                }
            }
        }

        /** Sorts by time; stable. */
        private void sort() {
            Integer[] byTime = new Integer[size];
            Arrays.setAll(byTime, i -> i);
            Arrays.sort(byTime, Comparator.comparingLong(i -> times[i]));
            long[] unsortedTimes = times.clone();
            long[] unsortedLevels = levels.clone();
            for (int i = 0; i < size; i++) {
                times[i] = unsortedTimes[byTime[i]];
                levels[i] = unsortedLevels[byTime[i]];
            }
        }
    }
}
