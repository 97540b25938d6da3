package org.empw.consumption.calculation;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Finds out which numbers of a day may be wrong, and says why. Pure, like the rule that it looks after. */
public final class QualityCheck {
    /** Six hours, in microseconds. */
    private static final long SILENCE = 6 * 3_600_000_000L;

    private QualityCheck() {}

    /**
     * What one sensor's day shows, by itself and beside the days before, each flag with its reason as a clause. {@link
     * QualityFlag#SILENT} is not among them: that takes the fleet.
     *
     * @param consumption of this day; what its total has beyond the rises between the day's readings is taken for a
     *     rise overnight. A total of 0 for a day whose sum is too large to be calculated
     * @param history what is known of the 28 days before, or {@link SensorHistory#NONE}
     */
    public static Map<QualityFlag, String> check(SensorDay day, Consumption consumption, SensorHistory history) {
        Map<QualityFlag, String> flags = new EnumMap<>(QualityFlag.class);
        DayJudgement judgement = new DayJudgement(day, consumption, history);
        if (judgement.hasRises()) {
            checkRises(flags, judgement, consumption.total(), history);
        }
        DayShape shape = judgement.shape;
        if (shape.lowest < 0) {
            flags.put(QualityFlag.NEGATIVE_LEVEL, "the lowest level is " + Millionths.format(shape.lowest));
        }
        if (shape.sameTimeAt > 0) {
            String time = day.time(shape.sameTimeAt).toString();
            flags.put(QualityFlag.SAME_TIME, "two readings of " + time + " have different levels");
        }
        if (shape.holeFall > 0) {
            String across = " across " + hours(shape.holeMicros) + " without readings";
            flags.put(QualityFlag.HOLE, "fell by " + Millionths.format(shape.holeFall) + across);
        }
        if (day.size() == 1) {
            flags.put(QualityFlag.SINGLE_READING, "a single reading, so its 0 is a guess");
        }
        return flags;
    }

    private static void checkRises(
            Map<QualityFlag, String> flags, DayJudgement judgement, long total, SensorHistory history) {
        long step = judgement.step();
        if (step > 0) {
            flags.put(QualityFlag.STEP, share(step, total) + " came in one step");
        }
        if (judgement.isMuch()) {
            flags.put(QualityFlag.MUCH, timesALargeDay(total, history));
        }
        Optional<ThereAndBack> found = judgement.thereAndBack();
        if (found.isPresent()) {
            flags.put(QualityFlag.THERE_AND_BACK, share(found.get().sum(), total) + " was there and back");
        }
        if (judgement.isNoise()) {
            DayShape shape = judgement.shape;
            String undone = shape.turns + " times: " + share(shape.undone, shape.total);
            flags.put(QualityFlag.NOISE, "went down again " + undone);
        }
    }

    private static String share(long part, long total) {
        return Millionths.format(part) + " of " + Millionths.format(total);
    }

    /** How many times a large day, rounded, and which day that is. */
    private static String timesALargeDay(long total, SensorHistory history) {
        long large = history.largeDay();
        long rest = total % large;
        long times = total / large + (rest >= large - rest ? 1 : 0);
        boolean own = history.secondLargest() >= history.fleetMedian();
        return times + " times " + (own ? "its second largest day of the last 28" : "the median of all sensors");
    }

    /** Microseconds in whole hours, rounded: 12 h. */
    static String hours(long micros) {
        long hour = 3_600_000_000L;
        return (micros + hour / 2) / hour + " h";
    }

    /**
     * Whether a sensor fell silent, more than six hours before the others.
     *
     * @param last its last reading, as {@link SensorDay#lastReading} gives it
     * @param median of the last readings of all sensors; the median, so that one fast clock does not flag everybody
     */
    public static boolean isSilent(long last, long median) {
        return median - last > SILENCE;
    }

    /**
     * The reason for {@link QualityFlag#SILENT}, as a clause.
     *
     * @param date of the sensor's readings
     * @param last its last reading, as {@link SensorDay#lastReading} gives it
     */
    public static String silentSince(LocalDate date, long last) {
        String clock = Micros.clock(date, last);
        return "silent since " + clock + (clock.contains(" ") ? ", UTC" : " UTC");
    }
}
