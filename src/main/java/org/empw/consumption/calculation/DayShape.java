package org.empw.consumption.calculation;

/**
 * How one sensor's level moves through its day, found in one pass. Amounts are {@link Millionths}. No difference is
 * more than twice {@link Millionths#MAX_LEVEL}, so fifty times a rise or a fall fits a long.
 */
final class DayShape {
    /**
     * Longer without readings is a hole, in microseconds: six hours, and a quarter of an hour because a sensor that
     * sends every six hours is not always on time.
     */
    static final long HOLE = (6 * 60 + 15) * 60_000_000L;

    /** The sum of the rises. It means nothing where {@link ConsumptionCalculator} refuses the day as too large. */
    long total;

    /** How often the level rose. */
    int rises;

    long largestRise;

    /** The reading at which the largest rise ends, the first of equals. */
    int largestRiseAt;

    long secondRise;
    long largestFall;

    /** How often the level went up and then down again; repeated levels between do not count. */
    int turns;

    /** How much those turns undid: of each the smaller one of the rise and the fall. Never more than {@link #total}. */
    long undone;

    /** By how much the level fell across holes. A day is too short for more than eight of them. */
    long holeFall;

    /** How long those holes are, in microseconds. */
    long holeMicros;

    /** The lowest level, or 0 if that is lower. */
    long lowest;

    /** The first reading that has the time of the one before and another level; 0 where there is none. */
    int sameTimeAt;

    private DayShape() {}

    static DayShape of(SensorDay day) {
        DayShape shape = new DayShape();
        shape.lowest = day.size() == 0 ? 0 : Math.min(0, day.level(0));
        long last = 0;
        for (int i = 1; i < day.size(); i++) {
            long level = day.level(i);
            long difference = level - day.level(i - 1);
            if (difference > 0) {
                shape.rise(i, difference);
                last = difference;
            } else if (difference < 0) {
                shape.fall(-difference, last, day.micros(i) - day.micros(i - 1));
                shape.lowest = Math.min(shape.lowest, level);
                last = difference;
            }
            if (difference != 0 && shape.sameTimeAt == 0 && day.micros(i) == day.micros(i - 1)) {
                shape.sameTimeAt = i;
            }
        }
        return shape;
    }

    private void rise(int i, long rise) {
        total += rise;
        rises++;
        if (rise > largestRise) {
            secondRise = largestRise;
            largestRise = rise;
            largestRiseAt = i;
        } else if (rise > secondRise) {
            secondRise = rise;
        }
    }

    private void fall(long fall, long last, long micros) {
        largestFall = Math.max(largestFall, fall);
        if (last > 0) {
            turns++;
            undone += Math.min(last, fall);
        }
        if (micros > HOLE) {
            holeFall += fall;
            holeMicros += micros;
        }
    }
}
