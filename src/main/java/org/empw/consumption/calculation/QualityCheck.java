package org.empw.consumption.calculation;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;

/** Finds out which numbers of a day may be wrong, and says why. Pure, like the rule that it looks after. */
public final class QualityCheck {
    /** Six hours, in microseconds. */
    private static final long SILENCE = 6 * 3_600_000_000L;

    private QualityCheck() {}

    /**
     * What one sensor's day shows by itself, each flag with its reason as a clause. {@link QualityFlag#SILENT} is not
     * among them: that takes the fleet.
     */
    public static Map<QualityFlag, String> check(SensorDay day, Consumption consumption) {
        Map<QualityFlag, String> flags = new EnumMap<>(QualityFlag.class);
        long lowest = 0;
        long thereAndBack = 0;
        for (int i = 0; i < day.size(); i++) {
            lowest = Math.min(lowest, day.level(i));
            thereAndBack += consumption.falls() == 0 ? 0 : thereAndBack(day, i);
            if (isSameTime(day, i)) {
                flags.putIfAbsent(QualityFlag.SAME_TIME, "two readings of " + day.time(i) + " have different levels");
            }
        }
        if (thereAndBack > consumption.total() / 3) {
            String share = Millionths.format(thereAndBack) + " of " + Millionths.format(consumption.total());
            flags.put(QualityFlag.THERE_AND_BACK, share + " is there and back");
        }
        if (lowest < 0) {
            flags.put(QualityFlag.NEGATIVE_LEVEL, "the lowest level is " + Millionths.format(lowest));
        }
        if (day.size() == 1) {
            flags.put(QualityFlag.SINGLE_READING, "a single reading, so its 0 is a guess");
        }
        return flags;
    }

    /**
     * How much of the rise that ends at reading {@code i} is undone by a fall just before or just after it of about the
     * same size, at least half of the rise and at most twice: the smaller of the two, of two such falls the larger.
     * This one measure finds noise, drop-outs, sentinels such as -999, and spikes.
     */
    public static long thereAndBack(SensorDay day, int i) {
        long rise = difference(day, i);
        return rise <= 0 ? 0 : Math.max(undone(rise, -difference(day, i - 1)), undone(rise, -difference(day, i + 1)));
    }

    private static long undone(long rise, long fall) {
        return fall >= rise - fall && fall <= 2 * rise ? Math.min(rise, fall) : 0;
    }

    private static long difference(SensorDay day, int i) {
        return i < 1 || i >= day.size() ? 0 : day.level(i) - day.level(i - 1);
    }

    /** Whether reading {@code i} has the time of the one before, and another level. */
    public static boolean isSameTime(SensorDay day, int i) {
        return i > 0 && day.micros(i) == day.micros(i - 1) && day.level(i) != day.level(i - 1);
    }

    /**
     * Whether a sensor fell silent, more than six hours before the others.
     *
     * @param last its last reading, as {@link SensorDay#lastReading} gives it
     * @param median of the last readings of all sensors; the median, for one fast clock must not flag everybody
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
        String clock = SensorDay.clock(date, last);
        return "silent since " + clock + (clock.contains(" ") ? ", UTC" : " UTC");
    }
}
