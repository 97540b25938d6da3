package org.empw.consumption.view;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.SensorResult;
import org.empw.consumption.text.Escaped;
import org.empw.consumption.text.Figure;
import org.empw.consumption.text.Plural;

/** Writes the page. */
final class PageHtml {
    /** More of what a run found is folded away, because it comes before all else. */
    private static final int MAX_NOTES = 3;

    private final Page.RunOutcome outcome;
    private final List<SensorResult> toLookAt;
    private final List<SensorResult> others;
    private final SortedSet<LocalDate> days = new TreeSet<>();
    private final DayAxis axis;
    private final boolean isAnyCompared;
    private final boolean hasNight;

    /** That of the other sensors: what is wrong must not change how they look. */
    private final BarScale scale;

    private final StringBuilder html = new StringBuilder();

    PageHtml(Page.RunOutcome outcome, List<SensorResult> toLookAt, List<SensorResult> others, boolean isAnyCompared) {
        this.isAnyCompared = isAnyCompared;
        this.outcome = outcome;
        this.toLookAt = toLookAt;
        this.others = others;
        List<SensorResult> all = new ArrayList<>(toLookAt);
        all.addAll(others);
        all.forEach(row -> days.add(row.day().date()));
        axis = DayAxis.of(all);
        hasNight = all.stream().anyMatch(row -> row.overnightBase().isPresent());
        scale = BarScale.of(others.isEmpty() ? toLookAt : others);
    }

    /** The whole page; the numbers are those of all sensors, shown or not. */
    String write(Page.Generator generator, int allToLookAt, int allOthers) throws IOException {
        head(generator);
        html.append("<svg class=\"defs\" aria-hidden=\"true\"><g id=\"h\">");
        html.append(axis.marks("<line x1=\"%1$s%%\" x2=\"%1$s%%\" y2=\"100%%\"/>") + "</g></svg>\n");
        if (!toLookAt.isEmpty()) {
            heading("Sensors to look at", allToLookAt);
            html.append(note());
            toLookAt.forEach(this::card);
            more(allToLookAt - toLookAt.size(), "none of them worse");
        }
        if (!others.isEmpty()) {
            heading(toLookAt.isEmpty() ? "Sensors" : "The other sensors", allOthers);
            html.append(new PageTable(axis, scale).html(others, this::name));
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
        boolean isFolded = outcome.notes().size() > MAX_NOTES;
        sentences.append(isFolded ? "<details><summary>" + outcome.notes().size() + " findings</summary>\n" : "");
        for (String note : outcome.notes()) {
            sentences.append("<p>" + Escaped.html(note) + "</p>\n");
        }
        sentences.append(isFolded ? "</details>\n" : "");
        if (!days.isEmpty() && !isAnyCompared) {
            sentences.append("<p>No consumption is compared with earlier days yet: fewer than seven are known.</p>\n");
        }
        if (hasNight) {
            sentences.append(
                    "<p>Where the level rose overnight, the curve begins at the last level before the day.</p>\n");
        }
        return sentences.toString();
    }

    private void heading(String title, int count) {
        html.append("<h2>" + title + " <small>" + count + "</small></h2>\n");
    }

    /** What somebody reads once, and so can be folded away. */
    private static String note() {
        String titles =
                Arrays.stream(QualityFlag.values()).map(QualityFlag::title).collect(Collectors.joining("; "));
        return "<details><summary>Do not believe these numbers before you have looked. Worst first.</summary>\n"
                + "<p>In this order: no report; " + titles + "; readings skipped; no usable reading. Of equals, the"
                + " largest. Their bars are hatched, and have the scale of the other sensors.</p></details>\n";
    }

    private void more(int count, String which) {
        if (count > 0) {
            html.append("<p class=\"more\">And " + Plural.of(count, "more sensor") + ", " + which + ".</p>\n");
        }
    }

    /** A sensor with all there is to say of it. */
    private void card(SensorResult row) {
        html.append("<article>\n<div><h3>" + name(row) + "</h3>\n");
        if (row.hasReadings() && row.noReport().isEmpty()) {
            long total = row.consumption().total();
            html.append("<p>" + Millionths.format(total) + "</p>\n<div class=\"bar\">" + scale.bar(total) + "</div>\n");
        } else if (row.hasReadings()) {
            html.append("<p>no report</p>\n");
        }
        html.append("<ul>");
        reasons(row).forEach(reason -> html.append("<li>" + Escaped.html(reason) + "</li>"));
        html.append("</ul></div>\n");
        if (row.hasReadings()) {
            LevelCurve curve = new LevelCurve(row, axis);
            html.append("<figure>" + curve.svg("aria-hidden=\"true\"") + axis.hours() + "<figcaption>");
            html.append(curve.description() + "</figcaption></figure>\n");
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

    private String name(SensorResult row) {
        boolean isNew = isAnyCompared && row.hasReadings() && !row.history().isCompared();
        boolean inDoubt = outcome.inDoubt().contains(row.key());
        return Escaped.html(row.day().sensorId())
                + (days.size() > 1 ? " <small>" + row.day().date() + "</small>" : "")
                + (isNew ? " <small>not compared yet</small>" : "")
                + (inDoubt ? " <em>in doubt</em>" : outcome.unsent().contains(row.key()) ? " <em>unsent</em>" : "");
    }
}
