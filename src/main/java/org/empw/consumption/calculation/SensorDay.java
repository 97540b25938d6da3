package org.empw.consumption.calculation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One sensor's readings of one day, in order of their time; readings of the same microsecond keep the order in which
 * they came. Immutable.
 *
 * <p>Levels are kept as longs at one common scale while their digits fit, so that a reading costs 16 bytes and no
 * object.
 */
public final class SensorDay {

    private final String sensorId;
    private final LocalDate date;
    private final long[] times;
    private final long[] units;
    private final int scale;
    private final BigDecimal[] wideLevels;
    private final int outOfOrder;
    private final List<SkippedReading> skipped;
    private final int skippedCount;

    private SensorDay(String sensorId, LocalDate date, Builder readings) {
        this.sensorId = sensorId;
        this.date = date;
        int[] order = readings.order();
        times = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            times[i] = readings.times[order[i]];
        }
        scale = readings.largestScale();
        units = readings.unitsAt(scale, order);
        wideLevels = units == null ? readings.levels(order) : null;
        outOfOrder = readings.outOfOrder;
        skippedCount = readings.skippedCount;
        skipped = readings.skipped.isEmpty() ? List.of() : List.copyOf(readings.skipped);
    }

    /** A day from readings in any order, for callers that have them at hand. */
    public static SensorDay of(String sensorId, LocalDate date, List<Reading> readings) {
        Builder builder = new Builder();
        for (Reading reading : readings) {
            builder.add(micros(reading.createdAt()), reading.waterLevel());
        }
        return builder.build(sensorId, date);
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

    /** Reading number {@code i}, counted from 0 in order of time. */
    public Reading reading(int i) {
        return new Reading(Instant.EPOCH.plus(times[i], ChronoUnit.MICROS), level(i));
    }

    /** How many readings came after one that is later than they are. */
    public int outOfOrder() {
        return outOfOrder;
    }

    /** The readings that could not be used, in the order in which they came; the first thousand of them. */
    public List<SkippedReading> skipped() {
        return skipped;
    }

    /** How many readings could not be used. */
    public int skippedCount() {
        return skippedCount;
    }

    /** A time as {@link Builder#add} takes it: microseconds since 1970-01-01T00:00:00Z. */
    public static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    BigDecimal level(int i) {
        return units == null ? wideLevels[i] : BigDecimal.valueOf(units[i], scale);
    }

    /** The levels in units of 10^-{@link #scale}, or null where one of them has too many digits for that. */
    long[] units() {
        return units;
    }

    int scale() {
        return scale;
    }

    /** Collects the readings of one sensor in the order in which they come; afterwards, of the next one. */
    public static final class Builder {

        private static final int MAX_SKIPPED = 1_000;

        private long[] times = new long[128];
        private long[] unscaled = new long[128];
        private int[] scales = new int[128];
        private BigDecimal[] wide;
        private int[] inOrder = new int[0];
        private int size;
        private int outOfOrder;
        private long latest = Long.MIN_VALUE;
        private int skippedCount;
        private final List<SkippedReading> skipped = new ArrayList<>();

        /**
         * Adds a reading with the level {@code unscaledLevel} × 10^-{@code levelScale}.
         *
         * @param micros as {@link SensorDay#micros} gives it
         */
        public void add(long micros, long unscaledLevel, int levelScale) {
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
                unscaled = Arrays.copyOf(unscaled, size * 2);
                scales = Arrays.copyOf(scales, size * 2);
                wide = wide == null ? null : Arrays.copyOf(wide, size * 2);
            }
            if (micros < latest) {
                outOfOrder++;
            } else {
                latest = micros;
            }
            times[size] = micros;
            unscaled[size] = unscaledLevel;
            scales[size] = levelScale;
            size++;
        }

        /** Adds a reading whose level may have more digits than a long holds. */
        public void add(long micros, BigDecimal level) {
            if (level.precision() <= 18 && level.scale() >= 0 && level.scale() <= 18) {
                add(micros, level.unscaledValue().longValue(), level.scale());
                return;
            }
            add(micros, 0, 0);
            if (wide == null) {
                wide = new BigDecimal[times.length];
            }
            wide[size - 1] = level;
        }

        /** Notes a reading that cannot be used. */
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

        /** Makes the day of what was added since the last one was made. */
        public SensorDay build(String sensorId, LocalDate date) {
            SensorDay day = new SensorDay(sensorId, date, this);
            clear();
            return day;
        }

        /** Forgets all that was added. */
        public void clear() {
            size = 0;
            outOfOrder = 0;
            latest = Long.MIN_VALUE;
            wide = null;
            skipped.clear();
            skippedCount = 0;
        }

        /** Where the readings are in order of their time. Kept for the next day, for most of them came in order. */
        private int[] order() {
            if (inOrder.length != size) {
                inOrder = new int[size];
                for (int i = 0; i < size; i++) {
                    inOrder[i] = i;
                }
            }
            if (outOfOrder == 0) {
                return inOrder;
            }
            Integer[] byTime = new Integer[size];
            for (int i = 0; i < size; i++) {
                byTime[i] = i;
            }
            Arrays.sort(byTime, Comparator.comparingLong(i -> times[i])); // stable
            int[] order = new int[size];
            for (int i = 0; i < size; i++) {
                order[i] = byTime[i];
            }
            return order;
        }

        private int largestScale() {
            int largest = 0;
            for (int i = 0; i < size; i++) {
                largest = Math.max(largest, scales[i]);
            }
            return largest;
        }

        /** The levels as multiples of 10^-scale, or null where one of them is too long for that. */
        private long[] unitsAt(int scale, int[] order) {
            if (wide != null) {
                return null;
            }
            long[] units = new long[size];
            for (int i = 0; i < size; i++) {
                long value = unscaled[order[i]];
                for (int s = scales[order[i]]; s < scale; s++) {
                    if (Math.abs(value) > Long.MAX_VALUE / 10) {
                        return null;
                    }
                    value *= 10;
                }
                units[i] = value;
            }
            return units;
        }

        private BigDecimal[] levels(int[] order) {
            BigDecimal[] levels = new BigDecimal[size];
            for (int i = 0; i < size; i++) {
                int at = order[i];
                levels[i] = wide != null && wide[at] != null ? wide[at] : BigDecimal.valueOf(unscaled[at], scales[at]);
            }
            return levels;
        }
    }
}
