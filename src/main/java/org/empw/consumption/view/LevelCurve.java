package org.empw.consumption.view;

import java.util.BitSet;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.Micros;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorHistory.LastReading;
import org.empw.consumption.calculation.SensorResult;
import org.empw.consumption.text.Plural;

/**
 * A sensor's level over the day as an inline SVG: rises as a line, ignored falls dashed, the last reading as a dot,
 * skipped readings as ticks. Where a rise overnight counts, the line begins with the day, at the level before it.
 * However many readings there are, no more are drawn than can be seen: of each small step of time the lowest, the
 * highest and those around its largest fall.
 */
record LevelCurve(
        SensorDay day,
        Consumption consumption,
        Optional<LastReading> before,
        LongUnaryOperator places,
        LongSummaryStatistics levels) {
    private static final int MARGIN = 6;

    /** Ten minutes of a day, a pixel or four. */
    private static final int STEP = 4;

    /** The curve of a day with one usable reading at least. */
    LevelCurve(SensorResult result, DayAxis axis) {
        this(
                result.day(),
                result.consumption(),
                result.overnightBase(),
                axis.places(result.day()),
                IntStream.range(0, result.day().size())
                        .mapToLong(result.day()::level)
                        .summaryStatistics());
        before.ifPresent(reading -> levels.accept(reading.level()));
    }

    /** What it shows, in words. */
    String description() {
        return readings() + ", level " + range(Millionths.format(levels.getMin()), Millionths.format(levels.getMax()))
                + changes();
    }

    /** The same without the levels, where they are written beside it. */
    String times() {
        return readings() + changes();
    }

    private String readings() {
        return Plural.of(day.size(), "reading") + ", " + range(day.clock(0), day.clock(day.size() - 1));
    }

    private String changes() {
        int falls = consumption.falls();
        return (before.isEmpty() ? "" : ", " + Millionths.format(consumption.overnight()) + " rose overnight")
                + (falls == 0 ? "" : ", " + Plural.of(falls, "fall") + " ignored");
    }

    private static String range(String from, String to) {
        return from.equals(to) ? from : from + " to " + to;
    }

    /** The SVG, with {@code attributes} for those who cannot see it. */
    String svg(String attributes) {
        StringBuilder rises = new StringBuilder("M");
        before.ifPresent(reading -> rises.append(beginning(reading) + "L"));
        rises.append(point(0));
        StringBuilder falls = new StringBuilder();
        BitSet shown = thinOut();
        int previous = 0;
        for (int i = shown.nextSetBit(1); i > 0; i = shown.nextSetBit(i + 1)) {
            long down = y(i) - y(previous);
            String step = x(i) - x(previous) + (down < 0 ? "" : " ") + down;
            boolean fell = day.level(i) < day.level(previous);
            rises.append(fell ? 'm' : 'l').append(step);
            falls.append(fell ? "M" + point(previous) + "l" + step : "");
            previous = i;
        }
        return "<svg viewBox=\"0 0 " + DayAxis.WIDTH + " " + DayAxis.HEIGHT + "\" preserveAspectRatio=\"none\" "
                + attributes + "><use href=\"#h\"/>" + path("rise", rises.toString()) + path("fall", falls.toString())
                + path("skip", skipped()) + path("end", "M" + point(previous) + "h0") + "</svg>";
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
        return withoutTheMiddleOfFlats(shown);
    }

    private BitSet withoutTheMiddleOfFlats(BitSet shown) {
        BitSet needed = (BitSet) shown.clone();
        int before = 0;
        int i = shown.nextSetBit(1);
        for (int after; i > 0 && (after = shown.nextSetBit(i + 1)) > 0; before = i, i = after) {
            boolean flat = day.level(before) == day.level(i) && day.level(i) == day.level(after);
            needed.set(i, !flat);
        }
        return needed;
    }

    private long fallTo(int i) {
        return i == 0 ? 0 : day.level(i - 1) - day.level(i);
    }

    private String point(int i) {
        return x(i) + " " + y(i);
    }

    /** Where the curve begins: at the level of the last reading before the day, and when the day or its first reading does. */
    private String beginning(LastReading reading) {
        long begins = Math.min(Micros.beginning(day.date()), day.micros(0));
        return places.applyAsLong(Math.max(begins, reading.micros())) + " " + y(reading.level());
    }

    private long x(int i) {
        return places.applyAsLong(day.micros(i));
    }

    private long y(int i) {
        return y(day.level(i));
    }

    private long y(long level) {
        long range = levels.getMax() - levels.getMin();
        double height = range == 0 ? 0.5 : (level - levels.getMin()) / (double) range;
        return Math.round(DayAxis.HEIGHT - MARGIN - height * (DayAxis.HEIGHT - 2 * MARGIN));
    }

    /** A tick for each unit of time in which readings were skipped. */
    private String skipped() {
        return day.skipped().stream()
                .flatMap(reading -> reading.createdAt().stream())
                .mapToLong(Micros::of)
                .map(places)
                .filter(x -> x >= 0 && x <= DayAxis.WIDTH)
                .distinct()
                .sorted()
                .mapToObj(x -> "M" + x + " 0v14")
                .collect(Collectors.joining());
    }
}
