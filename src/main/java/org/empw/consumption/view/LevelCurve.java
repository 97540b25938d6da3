package org.empw.consumption.view;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SkippedReading;
import org.empw.consumption.text.Printable;

/** A sensor's level over the day as an inline SVG: rises as a line, ignored falls dashed, left-out readings as marks. */
final class LevelCurve {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 90;
    private static final int MARGIN = 6;

    /** A curve of this width shows no more than these. */
    private static final int MAX_POINTS = 640;

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    private final SensorDay day;
    private final Instant start;
    private final Duration length;
    private final BigDecimal lowest;
    private final BigDecimal highest;

    /**
     * @param day with one usable reading at least
     */
    LevelCurve(SensorDay day) {
        this.day = day;
        start = day.reading(0).createdAt();
        length = Duration.between(start, day.reading(day.size() - 1).createdAt());
        BigDecimal low = day.reading(0).waterLevel();
        BigDecimal high = low;
        for (int i = 1; i < day.size(); i++) {
            low = low.min(day.reading(i).waterLevel());
            high = high.max(day.reading(i).waterLevel());
        }
        lowest = low;
        highest = high;
    }

    String svg() {
        StringBuilder rises = new StringBuilder();
        StringBuilder falls = new StringBuilder();
        int step = 1 + day.size() / MAX_POINTS;
        String previous = point(0);
        rises.append('M').append(previous);
        for (int i = step; i < day.size(); i += step) {
            String next = point(i);
            boolean fell =
                    day.reading(i).waterLevel().compareTo(day.reading(i - step).waterLevel()) < 0;
            if (fell) {
                falls.append('M').append(previous).append('L').append(next);
            }
            rises.append(fell ? 'M' : 'L').append(next);
            previous = next;
        }
        StringBuilder svg = new StringBuilder(1_024);
        svg.append("<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" role=\"img\" aria-label=\"Water level from ")
                .append(clock(start))
                .append(" to ")
                .append(clock(start.plus(length)))
                .append(" UTC, ")
                .append(lowest.toPlainString())
                .append(" to ")
                .append(highest.toPlainString())
                .append("\">");
        svg.append("<path class=\"rise\" d=\"").append(rises).append("\"/>");
        if (!falls.isEmpty()) {
            svg.append("<path class=\"fall\" d=\"").append(falls).append("\"/>");
        }
        if (day.size() == 1) {
            String[] at = previous.split(" ");
            svg.append("<circle class=\"only\" r=\"3\" cx=\"")
                    .append(at[0])
                    .append("\" cy=\"")
                    .append(at[1])
                    .append("\"/>");
        }
        for (SkippedReading reading : day.skipped()) {
            reading.createdAt().ifPresent(time -> mark(time, svg));
        }
        svg.append("</svg><p class=\"scale\"><span>")
                .append(clock(start))
                .append("</span><span>")
                .append(Printable.html(lowest.toPlainString()))
                .append(" to ")
                .append(Printable.html(highest.toPlainString()))
                .append("</span><span>")
                .append(clock(start.plus(length)))
                .append(" UTC</span></p>");
        return svg.toString();
    }

    private String point(int reading) {
        BigDecimal range = highest.subtract(lowest);
        double height = range.signum() == 0
                ? 0.5
                : day.reading(reading).waterLevel().subtract(lowest).doubleValue() / range.doubleValue();
        return x(day.reading(reading).createdAt()) + " " + coordinate(HEIGHT - MARGIN - height * (HEIGHT - 2 * MARGIN));
    }

    private String x(Instant time) {
        double part = length.isZero()
                ? 0.5
                : (double) Duration.between(start, time).toMillis() / Math.max(1, length.toMillis());
        return coordinate(MARGIN + Math.min(1, Math.max(0, part)) * (WIDTH - 2 * MARGIN));
    }

    private void mark(Instant time, StringBuilder svg) {
        svg.append("<path class=\"left-out\" d=\"M")
                .append(x(time))
                .append(' ')
                .append(MARGIN / 2)
                .append("v8m-4 -4h8\"/>");
    }

    private static String coordinate(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }

    private static String clock(Instant time) {
        return CLOCK.format(time);
    }
}
