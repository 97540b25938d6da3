package org.empw.consumption.calculation;

import java.util.Optional;
import org.empw.consumption.calculation.SensorHistory.LastReading;

/**
 * The water between two days: what rises from a sensor's last reading of its newest known day to its first reading of
 * this one is in no day's readings. Counted, it is one more rise of this day. What keeps it from being counted is its
 * shape and not its size: a limit by size would refuse irrigation for ever.
 */
public final class Overnight {
    /** Six hours, in microseconds. */
    private static final long SOON = 6 * 3_600_000_000L;

    private Overnight() {}

    /**
     * The last reading of a day, from which the next day may count; empty where the last change of the level was a fall
     * within six hours before it, because the level may be about to return.
     */
    public static Optional<LastReading> base(SensorDay day) {
        int last = day.size() - 1;
        for (int i = last; i > 0; i--) {
            long change = day.level(i) - day.level(i - 1);
            if (change != 0) {
                boolean fellLately = change < 0 && day.micros(last) - day.micros(i) <= SOON;
                return fellLately ? Optional.empty() : Optional.of(reading(day, last));
            }
        }
        return last < 0 ? Optional.empty() : Optional.of(reading(day, last));
    }

    private static LastReading reading(SensorDay day, int i) {
        return new LastReading(day.micros(i), day.level(i));
    }

    /**
     * The rise to the first reading of a day, in {@link Millionths}; 0 where nothing rose, where the reading before is
     * not known or more than 48 hours old, or where the rise is taken back today, as {@link QualityFlag#THERE_AND_BACK}
     * has it.
     */
    public static long rise(SensorDay day, SensorHistory history) {
        Optional<LastReading> before = history.before(day);
        if (before.isEmpty()) {
            return 0;
        }
        long base = before.get().level();
        long rise = day.level(0) - base;
        for (int i = 1; rise > 0 && i < day.size() && day.micros(i - 1) - day.micros(0) <= SOON; i++) {
            boolean takenBack = ThereAndBack.isNear(day.level(i - 1) - day.level(i), rise, rise)
                    && ThereAndBack.isNear(day.level(i), base, rise);
            if (takenBack) {
                return 0;
            }
        }
        return Math.max(0, rise);
    }
}
