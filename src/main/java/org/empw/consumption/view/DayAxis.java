package org.empw.consumption.view;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import org.empw.consumption.calculation.Micros;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorResult;

/**
 * The time axis that all curves share: the day in Cairo, and more where readings lie outside of it. Its minutes are
 * counted from the midnight (UTC) with which a sensor's date begins, so that curves of two dates can be compared.
 */
record DayAxis(int from, int to) {
    /** The width and the height of every curve, in the units of its SVG. */
    static final int WIDTH = 600;

    static final int HEIGHT = 100;

    private static final long MINUTE = 60_000_000;

    /** The axis on which all readings of these sensors have a place. */
    static DayAxis of(List<SensorResult> rows) {
        long from = 0;
        long to = MINUTE;
        for (SensorResult row : rows) {
            LocalDate date = row.day().date();
            long midnight = Micros.midnight(date);
            from = Math.min(from, Micros.beginning(date) - midnight);
            to = Math.max(to, Micros.beginning(date.plusDays(1)) - midnight);
            if (row.hasReadings()) {
                from = Math.min(from, row.day().micros(0) - midnight);
                to = Math.max(to, row.day().lastReading());
            }
        }
        return new DayAxis((int) Math.floorDiv(from, MINUTE), (int) -Math.floorDiv(-to, MINUTE));
    }

    /** Where on the axis a time of that sensor's day is, in units of its width. */
    LongUnaryOperator places(SensorDay day) {
        long start = Micros.midnight(day.date()) + from * MINUTE;
        long unit = (to - from) * MINUTE / WIDTH;
        return micros -> (micros - start) / unit;
    }

    /** For every sixth hour {@code html} with its place, in percent of the width, and its name. */
    String marks(String html) {
        int every = to - from > 36 * 60 ? 12 * 60 : 6 * 60;
        StringBuilder marks = new StringBuilder();
        for (int minute = -Math.floorDiv(-from, every) * every; minute < to; minute += every) {
            double place = Math.round(1000.0 * (minute - from) / (to - from)) / 10.0;
            marks.append(String.format(Locale.ROOT, html, place, Math.floorMod(minute / 60, 24)));
        }
        return marks.toString();
    }

    /** The hours below curves, as HTML. */
    String hours() {
        return "<div class=\"hours\" aria-hidden=\"true\">" + marks("<i style=\"left:%s%%\">%02d</i>") + "</div>";
    }
}
