package org.empw.consumption.view;

import java.util.List;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.text.Printable;

/**
 * Writes sensors as HTML.
 *
 * @param axis of all curves
 * @param scale the consumption that fills a bar
 * @param dated whether each sensor needs its date
 */
record SensorHtml(Page.Ending ending, DayAxis axis, long scale, boolean dated) {
    /** Sensors with all there is to say of them, one below the other. */
    void cards(List<PageRow> rows, StringBuilder html) {
        for (PageRow row : rows) {
            html.append("<article>\n<div><h3>" + name(row) + "</h3>\n");
            if (row.hasReadings()) {
                String total = row.noReport().isEmpty()
                        ? Millionths.format(row.consumption().total())
                        : "no report";
                html.append("<p>" + total + "</p>\n" + bar(row));
            }
            html.append("<ul>");
            row.reasons().forEach(reason -> html.append("<li>" + Printable.html(reason) + "</li>"));
            html.append("</ul></div>\n");
            if (row.hasReadings()) {
                LevelCurve curve = new LevelCurve(row.day(), axis);
                html.append("<figure>" + curve.svg("aria-hidden=\"true\"") + hours() + "<figcaption>");
                html.append(curve.description(row.consumption().falls()) + "</figcaption></figure>\n");
            }
            html.append("</article>\n");
        }
    }

    /** Sensors in a row each. */
    void table(List<PageRow> rows, StringBuilder html) {
        html.append("<table>\n<caption>Largest consumption first</caption>\n<thead><tr><th scope=\"col\">Sensor</th>");
        html.append("<th scope=\"col\">Consumption</th><td></td><th scope=\"col\">Water level");
        html.append(hours() + "</th></tr></thead>\n<tbody>\n");
        for (PageRow row : rows) {
            // The decimals get an element of their own, so that the points come below each other.
            String total = Millionths.format(row.consumption().total()).replaceFirst("(\\..*)?$", "<i>$1</i>");
            LevelCurve curve = new LevelCurve(row.day(), axis);
            String seen = curve.description(row.consumption().falls());
            html.append("<tr><th scope=\"row\">" + name(row) + "</th><td>" + total + "</td><td>" + bar(row));
            html.append("</td><td>" + curve.svg("role=\"img\" aria-label=\"" + seen + '"') + "</td></tr>\n");
        }
        html.append("</tbody>\n</table>\n");
    }

    private String name(PageRow row) {
        boolean inDoubt = ending.inDoubt().contains(row.key());
        return Printable.html(row.day().sensorId())
                + (dated ? " <small>" + row.day().date() + "</small>" : "")
                + (inDoubt ? " <em>in doubt</em>" : ending.unsent().contains(row.key()) ? " <em>unsent</em>" : "");
    }

    private String bar(PageRow row) {
        long perMille = Math.min(1_000, Math.round(1000.0 * row.consumption().total() / scale));
        return "<div class=\"bar\"><i style=\"width:" + perMille / 10.0 + "%\"></i></div>";
    }

    private String hours() {
        return "<div class=\"hours\" aria-hidden=\"true\">" + axis.marks("<i style=\"left:%s%%\">%02d</i>") + "</div>";
    }
}
