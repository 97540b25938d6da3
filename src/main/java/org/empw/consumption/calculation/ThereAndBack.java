package org.empw.consumption.calculation;

import java.util.Optional;

/**
 * The rises of a day that one fall took back: at most six hours after or before the rise, as large as the rise, and
 * with the level where it was, both to within a fifth. Only rises of more than a twentieth of the consumption are
 * looked at, of which there are fewer than twenty, so that a day costs some passes through its readings at worst.
 */
final class ThereAndBack {
    /** Six hours, in microseconds: how far apart a rise and the fall that takes it back may be. */
    private static final long WITHIN = 6 * 3_600_000_000L;

    private static final int MAX_RISES = 19;

    private final SensorDay day;
    private final Optional<SensorHistory.LastReading> before;
    private final int[] rises = new int[MAX_RISES];
    private final int[] falls = new int[MAX_RISES];
    private int size;

    private ThereAndBack(SensorDay day, Optional<SensorHistory.LastReading> before) {
        this.day = day;
        this.before = before;
    }

    /**
     * Finds those rises that are more than three times the largest that was not taken back.
     *
     * @param consumption of the day, with what rose overnight
     * @param overnight the rise before the first reading, which was not taken back; or 0
     * @param before the last reading of the day before; a fall from there to the first one can take back a rise
     */
    static ThereAndBack of(
            SensorDay day, long consumption, long overnight, Optional<SensorHistory.LastReading> before) {
        ThereAndBack found = new ThereAndBack(day, before);
        long largestOther = overnight;
        for (int i = 1; i < day.size(); i++) {
            long rise = found.rise(i);
            int fall = 20 * rise > consumption ? found.takenBackAt(i) : -1;
            if (fall >= 0) {
                found.add(i, fall);
            } else {
                largestOther = Math.max(largestOther, rise);
            }
        }
        found.keepMoreThan(3 * largestOther);
        return found;
    }

    private void add(int rise, int fall) {
        rises[size] = rise;
        falls[size] = fall;
        size++;
    }

    private void keepMoreThan(long least) {
        int all = size;
        size = 0;
        for (int k = 0; k < all; k++) {
            if (rise(rises[k]) > least) {
                add(rises[k], falls[k]);
            }
        }
    }

    /** The sum of the rises found. */
    long sum() {
        long sum = 0;
        for (int k = 0; k < size; k++) {
            sum += rise(rises[k]);
        }
        return sum;
    }

    /** How many rises were found. */
    int size() {
        return size;
    }

    /** The reading at which rise number {@code k} of those found ends. */
    int riseAt(int k) {
        return rises[k];
    }

    /** The reading at which the fall ends that took back rise number {@code k}; 0 where it began the day before. */
    int fallAt(int k) {
        return falls[k];
    }

    /** The reading at which the fall ends that takes back the rise that ends at reading {@code i}; -1 where none does. */
    private int takenBackAt(int i) {
        long rise = rise(i);
        for (int j = i + 1; j < day.size() && day.micros(j - 1) - day.micros(i) <= WITHIN; j++) {
            if (isNear(-rise(j), rise, rise) && isNear(day.level(j), day.level(i - 1), rise)) {
                return j;
            }
        }
        int first = before.isPresent() ? 0 : 1;
        for (int j = i - 1; j >= first && day.micros(i - 1) - day.micros(j) <= WITHIN; j--) {
            if (isNear(-rise(j), rise, rise) && isNear(day.level(i), levelBefore(j), rise)) {
                return j;
            }
        }
        return -1;
    }

    /** Whether two amounts or levels are the same, to within a fifth of a rise. */
    static boolean isNear(long a, long b, long rise) {
        return 5 * Math.abs(a - b) <= rise;
    }

    private long rise(int i) {
        return day.level(i) - levelBefore(i);
    }

    private long levelBefore(int i) {
        return i > 0 ? day.level(i - 1) : before.orElseThrow().level();
    }
}
