package org.empw.consumption.view;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.calculation.SensorResult;
import org.empw.consumption.text.Escaped;
import org.empw.consumption.text.Figure;
import org.empw.consumption.text.Plural;

/** Writes the page. */
final class PageHtml {
    private static final String NOTE = """
            <p class="note">Do not believe these numbers before you have looked. Worst first: no report, one step, far more
            than on other days, there and back, noise, below zero, two levels at one time, a fall in hours without readings,
            silent, a single reading, readings skipped, none usable; of equals the largest.
            Hatched bars end where the largest of the other sensors does.</p>
            """;

    private final Page.RunOutcome outcome;
    private final List<SensorResult> toLookAt;
    private final List<SensorResult> others;
    private final SortedSet<LocalDate> days = new TreeSet<>();
    private final DayAxis axis;

    /** The consumption that fills a bar: the largest of the other sensors. */
    private final long scale;

    private final StringBuilder html = new StringBuilder();

    PageHtml(Page.RunOutcome outcome, List<SensorResult> toLookAt, List<SensorResult> others) {
        this.outcome = outcome;
        this.toLookAt = toLookAt;
        this.others = others;
        List<SensorResult> all = new ArrayList<>(toLookAt);
        all.addAll(others);
        all.forEach(row -> days.add(row.day().date()));
        axis = DayAxis.of(all);
        scale = others.isEmpty() ? 1 : Math.max(1, others.get(0).consumption().total());
    }

    /** The whole page; the numbers are those of all sensors, shown or not. */
    String write(Page.Generator generator, int allToLookAt, int allOthers) throws IOException {
        head(generator);
        html.append("<svg class=\"defs\" aria-hidden=\"true\"><g id=\"h\">");
        html.append(axis.marks("<line x1=\"%1$s%%\" x2=\"%1$s%%\" y2=\"100%%\"/>") + "</g></svg>\n");
        if (!toLookAt.isEmpty()) {
            heading("Sensors to look at", allToLookAt);
            html.append(NOTE);
            toLookAt.forEach(this::card);
            more(allToLookAt - toLookAt.size(), "none of them worse");
        }
        if (!others.isEmpty()) {
            heading(toLookAt.isEmpty() ? "Sensors" : "The other sensors", allOthers);
            table();
            more(allOthers - others.size(), "with the smallest consumption");
        }
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private void head(Page.Generator generator) throws IOException {
        String first = days.isEmpty() ? "a day without readings" : days.first().toString();
        String made = generator.madeAt().toString().substring(0, 16).replace("T", " at ");
        try (InputStream in = PageHtml.class.getResourceAsStream("page-head.html")) {
            html.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{{day}}", days.size() > 1 ? first + " to " + days.last() : first)
                    .replace("{{made}}", made)
                    .replace("{{version}}", Escaped.html(generator.version()))
                    .replace("{{ending}}", sentences()));
        }
    }

    private String sentences() {
        StringBuilder sentences = new StringBuilder();
        for (String problem : outcome.problems()) {
            sentences.append("<p class=\"problem\">" + Escaped.html(problem) + "</p>\n");
        }
        sentences.append("<ul>");
        outcome.figures().stream()
                .filter(Figure::isSaid)
                .forEach(figure -> sentences.append(
                        "<li><b>" + figure.value() + "</b> " + Escaped.html(figure.label()) + "</li>"));
        sentences.append("</ul>\n");
        for (String note : outcome.notes()) {
            sentences.append("<p>" + Escaped.html(note) + "</p>\n");
        }
        return sentences.toString();
    }

    private void heading(String title, int count) {
        html.append("<h2>" + title + " <small>" + count + "</small></h2>\n");
    }

    private void more(int count, String which) {
        if (count > 0) {
            html.append("<p class=\"more\">And " + Plural.of(count, "more sensor") + ", " + which + ".</p>\n");
        }
    }

    /** A sensor with all there is to say of it. */
    private void card(SensorResult row) {
        html.append("<article>\n<div><h3>" + name(row) + "</h3>\n");
        if (row.hasReadings()) {
            String total = row.noReport().isEmpty()
                    ? Millionths.format(row.consumption().total())
                    : "no report";
            html.append("<p>" + total + "</p>\n" + bar(row));
        }
        html.append("<ul>");
        reasons(row).forEach(reason -> html.append("<li>" + Escaped.html(reason) + "</li>"));
        html.append("</ul></div>\n");
        if (row.hasReadings()) {
            LevelCurve curve = new LevelCurve(row.day(), axis);
            html.append("<figure>" + curve.svg("aria-hidden=\"true\"") + hours() + "<figcaption>");
            html.append(curve.description(row.consumption().falls()) + "</figcaption></figure>\n");
        }
        html.append("</article>\n");
    }

    /** What is wrong, a clause each; not yet escaped. */
    private static List<String> reasons(SensorResult row) {
        List<String> reasons = new ArrayList<>(row.flags().values());
        if (!row.noReport().isEmpty()) {
            reasons.add(0, row.noReport());
        }
        if (row.day().skippedCount() > 0) {
            String first = row.day().skipped().get(0).reason();
            reasons.add(Plural.of(row.day().skippedCount(), "reading") + " skipped, the first: " + first);
        }
        return reasons;
    }

    /** The other sensors, in a row each. */
    private void table() {
        html.append("<table>\n<caption>Largest consumption first</caption>\n<thead><tr><th scope=\"col\">Sensor</th>");
        html.append("<th scope=\"col\">Consumption</th><td></td><th scope=\"col\">Water level");
        html.append(hours() + "</th></tr></thead>\n<tbody>\n");
        for (SensorResult row : others) {
            // The decimals get an element of their own, so that the points come below each other.
            String total = Millionths.format(row.consumption().total()).replaceFirst("(\\..*)?$", "<i>$1</i>");
            LevelCurve curve = new LevelCurve(row.day(), axis);
            String seen = curve.description(row.consumption().falls());
            html.append("<tr><th scope=\"row\">" + name(row) + "</th><td>" + total + "</td><td>" + bar(row));
            html.append("</td><td>" + curve.svg("role=\"img\" aria-label=\"" + seen + '"') + "</td></tr>\n");
        }
        html.append("</tbody>\n</table>\n");
    }

    private String name(SensorResult row) {
        boolean inDoubt = outcome.inDoubt().contains(row.key());
        return Escaped.html(row.day().sensorId())
                + (days.size() > 1 ? " <small>" + row.day().date() + "</small>" : "")
                + (inDoubt ? " <em>in doubt</em>" : outcome.unsent().contains(row.key()) ? " <em>unsent</em>" : "");
    }

    private String bar(SensorResult row) {
        long perMille = Math.min(1_000, Math.round(1000.0 * row.consumption().total() / scale));
        return "<div class=\"bar\"><i style=\"width:" + perMille / 10.0 + "%\"></i></div>";
    }

    private String hours() {
        return "<div class=\"hours\" aria-hidden=\"true\">" + axis.marks("<i style=\"left:%s%%\">%02d</i>") + "</div>";
    }
}
