package org.empw.consumption.view;

import java.time.Instant;
import java.util.BitSet;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SkippedReading;
import org.empw.consumption.text.Counted;

/**
 * A sensor's level over the day as an inline SVG: rises as a line, ignored falls dashed, the last reading as a dot, skipped
 * readings as ticks. However many readings there are, no more are drawn than can be seen: of each small step of time the
 * lowest, the highest and those around its largest fall.
 */
final class LevelCurve {
    private static final int MARGIN = 6;

    /** Ten minutes of a day, a pixel or four. */
    private static final int STEP = 4;

    private final SensorDay day;
    private final long start;
    private final long unit;
    private long lowest = Long.MAX_VALUE;
    private long highest = Long.MIN_VALUE;

    /**
     * @param day with one usable reading at least
     */
    LevelCurve(SensorDay day, DayAxis axis) {
        this.day = day;
        start = axis.start(day);
        unit = axis.unit();
        for (int i = 0; i < day.size(); i++) {
            lowest = Math.min(lowest, day.level(i));
            highest = Math.max(highest, day.level(i));
        }
    }

    /** What it shows, in words. */
    String description(int falls) {
        return Counted.of(day.size(), "reading") + ", " + range(clock(0), clock(day.size() - 1)) + ", level "
                + range(Millionths.format(lowest), Millionths.format(highest))
                + (falls == 0 ? "" : ", " + Counted.of(falls, "fall") + " ignored");
    }

    private static String range(String from, String to) {
        return from.equals(to) ? from : from + " to " + to;
    }

    private String clock(int i) {
        return day.time(i).toString().substring(11, 16);
    }

    /**
     * @param attributes of the SVG, for those who cannot see it
     */
    String svg(String attributes) {
        StringBuilder rises = new StringBuilder();
        StringBuilder falls = new StringBuilder();
        BitSet shown = thinOut();
        int previous = 0;
        for (int i = shown.nextSetBit(1); i > 0; i = shown.nextSetBit(i + 1)) {
            long down = y(i) - y(previous);
            String step = x(i) - x(previous) + (down < 0 ? "" : " ") + down;
            boolean fell = day.level(i) < day.level(previous);
            rises.append(fell ? 'm' : 'l').append(step);
            falls.append(fell ? "M" + x(previous) + " " + y(previous) + "l" + step : "");
            previous = i;
        }
        return "<svg viewBox=\"0 0 " + DayAxis.WIDTH + " " + DayAxis.HEIGHT + "\" preserveAspectRatio=\"none\" "
                + attributes + "><use href=\"#h\"/>" + path("rise", "M" + x(0) + " " + y(0) + rises)
                + path("fall", falls.toString()) + path("skip", skipped())
                + path("end", "M" + x(previous) + " " + y(previous) + "h0") + "</svg>";
    }

    private static String path(String kind, String commands) {
        return commands.isEmpty() ? "" : "<path class=\"" + kind + "\" d=\"" + commands + "\"/>";
    }

    private BitSet thinOut() {
        BitSet shown = new BitSet(day.size());
        shown.set(0);
        shown.set(day.size() - 1);
        for (int i = 0; i < day.size(); ) {
            long step = x(i) / STEP;
            int low = i;
            int high = i;
            int fall = i;
            for (; i < day.size() && x(i) / STEP == step; i++) {
                low = day.level(i) < day.level(low) ? i : low;
                high = day.level(i) > day.level(high) ? i : high;
                fall = fallTo(i) > fallTo(fall) ? i : fall;
            }
            shown.set(low);
            shown.set(high);
            shown.set(fallTo(fall) > 0 ? fall - 1 : fall, fall + 1);
        }
        return shown;
    }

    private long fallTo(int i) {
        return i == 0 ? 0 : day.level(i - 1) - day.level(i);
    }

    private long x(int i) {
        return (day.micros(i) - start) / unit;
    }

    private long y(int i) {
        double height = highest == lowest ? 0.5 : (day.level(i) - lowest) / (double) (highest - lowest);
        return Math.round(DayAxis.HEIGHT - MARGIN - height * (DayAxis.HEIGHT - 2 * MARGIN));
    }

    /** A tick for each unit of time in which readings were skipped. */
    private String skipped() {
        BitSet ticks = new BitSet();
        for (SkippedReading reading : day.skipped()) {
            long x = (SensorDay.micros(reading.createdAt().orElse(Instant.EPOCH)) - start) / unit;
            if (x >= 0 && x <= DayAxis.WIDTH) {
                ticks.set((int) x);
            }
        }
        StringBuilder path = new StringBuilder();
        for (int x = ticks.nextSetBit(0); x >= 0; x = ticks.nextSetBit(x + 1)) {
            path.append('M').append(x).append(" 0v14");
        }
        return path.toString();
    }
}
