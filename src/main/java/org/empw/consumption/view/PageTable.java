package org.empw.consumption.view;

import java.util.List;
import java.util.function.Function;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.calculation.SensorResult;

/** The table of the sensors with which nothing is wrong, in a row each. */
final class PageTable {
    private final DayAxis axis;
    private final BarScale scale;
    private final StringBuilder html = new StringBuilder();

    private final NumberColumn totals = new NumberColumn("total");
    private final NumberColumn levels = new NumberColumn("level");

    /** A column in which the points of the numbers come below each other. */
    private static final class NumberColumn {
        private final String name;
        private int whole = 1;
        private int decimals;

        NumberColumn(String name) {
            this.name = name;
        }

        /** A number whose decimals have an element of their own, as wide as those of any in the column. */
        String html(long number) {
            String text = Millionths.format(number);
            int point = text.indexOf('.');
            int end = point < 0 ? text.length() : point;
            whole = Math.max(whole, end);
            decimals = Math.max(decimals, text.length() - end);
            return text.substring(0, end) + "<i>" + text.substring(end) + "</i>";
        }

        /** The widths, in characters, as variables for the style. */
        String widths() {
            return "--" + name + ":" + (whole + decimals) + "ch;--" + name + "-decimals:" + decimals + "ch;";
        }
    }

    PageTable(DayAxis axis, BarScale scale) {
        this.axis = axis;
        this.scale = scale;
    }

    /**
     * The table as HTML.
     *
     * @param name gives the name of a sensor, as HTML
     */
    String html(List<SensorResult> sensors, Function<SensorResult, String> name) {
        sensors.forEach(sensor -> row(sensor, name.apply(sensor)));
        return "<table style=\"" + totals.widths() + levels.widths() + "\">\n" + head() + html + "</tbody>\n</table>\n";
    }

    private String head() {
        String end = Millionths.format(scale.end());
        return "<caption>Largest consumption first."
                + (scale.isCut() ? " A broken bar is longer than the scale, which ends at " + end + "." : "")
                + "</caption>\n<thead><tr><th scope=\"col\">Sensor</th><th scope=\"col\">Consumption</th>"
                + "<th scope=\"col\">Compared<div class=\"ends\"><i>0</i> <b class=\"heard\">to</b> <i>" + end
                + "</i></div></th><th scope=\"col\">Water level" + axis.hours()
                + "</th><th scope=\"col\">Highest<br>Lowest</th></tr></thead>\n<tbody>\n";
    }

    private void row(SensorResult sensor, String name) {
        LevelCurve curve = new LevelCurve(sensor, axis);
        long total = sensor.consumption().total();
        html.append("<tr><th scope=\"row\">" + name + "</th><td>" + totals.html(total) + "</td><td class=\"bar\">");
        html.append(scale.bar(total) + "</td><td>");
        html.append(curve.svg("role=\"img\" aria-label=\"" + curve.times() + '"'));
        html.append("</td><td>" + highestAndLowest(curve) + "</td></tr>\n");
    }

    private String highestAndLowest(LevelCurve curve) {
        String highest = levels.html(curve.levels().getMax());
        String lowest = levels.html(curve.levels().getMin());
        return highest.equals(lowest) ? highest : highest + "<br>" + lowest;
    }
}
