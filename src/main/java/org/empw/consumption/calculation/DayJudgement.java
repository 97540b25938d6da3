package org.empw.consumption.calculation;

import java.util.Optional;

/** Which of the rules of {@link QualityFlag} that are about the sum of the rises hold for one sensor's day. */
final class DayJudgement {
    private static final int MIN_READINGS = 8;
    private static final int MIN_RISES = 5;
    private static final int MIN_TURNS = 7;

    final DayShape shape;
    private final SensorDay day;
    private final SensorHistory history;
    private final long total;

    /** What rose between the last reading of the day before and the first of this one, if the consumption has it. */
    private final long overnight;

    DayJudgement(SensorDay day, Consumption consumption, SensorHistory history) {
        this.day = day;
        this.history = history;
        shape = DayShape.of(day);
        total = consumption.total();
        overnight = consumption.overnight();
    }

    /** Whether there is a sum that can be wrong: none where nothing rose, or where it was too large to be calculated. */
    boolean hasRises() {
        return total > 0;
    }

    /** The rise that is too large to be use; 0 where none is. The one overnight is not compared with those by day. */
    long step() {
        long largest = Math.max(shape.largestRise, overnight);
        if (isMoreThan(largest, 2, history.largeDay())) {
            return largest;
        }
        return shape.rises >= MIN_RISES && shape.largestRise > 50 * shape.secondRise ? shape.largestRise : 0;
    }

    /** The reading at which the step ends; 0 where it began the day before. */
    int stepAt() {
        return step() > shape.largestRise ? 0 : shape.largestRiseAt;
    }

    boolean isMuch() {
        return isMoreThan(total, 5, history.largeDay());
    }

    /** Whether an amount is more than so many large days; never where these are not known. */
    private static boolean isMoreThan(long amount, int times, long largeDay) {
        return largeDay > 0 && (amount - 1) / times >= largeDay; // times * largeDay may be too large for a long
    }

    /** The rises that were taken back, if they are more than a third of the consumption. */
    Optional<ThereAndBack> thereAndBack() {
        if (day.size() < MIN_READINGS) {
            return Optional.empty();
        }
        Optional<SensorHistory.LastReading> before = history.before(day);
        long overnightFall = before.isPresent() ? before.get().level() - day.level(0) : 0;
        // A rise of more than a twentieth, and a fall of four fifths of it: a day without both costs no search.
        if (20 * shape.largestRise <= total || 25 * Math.max(shape.largestFall, overnightFall) <= total) {
            return Optional.empty();
        }
        ThereAndBack found = ThereAndBack.of(day, total, overnight, before);
        return found.sum() > total / 3 ? Optional.of(found) : Optional.empty();
    }

    /** What rose overnight cannot go down again by day, so this is about the rises by day only. */
    boolean isNoise() {
        return shape.turns >= MIN_TURNS && shape.undone > shape.total / 8;
    }
}
