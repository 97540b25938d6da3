package org.empw.consumption.view;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.text.Counted;
import org.empw.consumption.text.Printable;

/**
 * A picture of the day: one page of HTML that needs no network and no script. It shows which numbers not to believe, and
 * what each tank used.
 */
public final class Page implements DayObserver {
    /** How the sentence begins whose parts are a number and what it counts. */
    private static final String FIGURES = "Summary: ";

    private static final String NOTE = """
            <p class="note">Do not believe these numbers before you have looked. Worst first: no report, there and back, below
            zero, two levels at one time, a single reading, silent, readings skipped, none usable; of equals the largest.
            Hatched bars end where the largest of the other sensors does.</p>
            """;

    private final Origin origin;
    private PageRows rows = new PageRows();
    private long medianLastReading;

    /** Which version made the page, and when. */
    public record Origin(String version, Instant madeAt) {}

    /**
     * What the run came to.
     *
     * @param summary what it counted and found, a sentence each
     * @param problems what failed, a sentence each
     * @param unsent the reports that the API certainly does not have, after a delivery
     * @param inDoubt the reports that the API may have, after a delivery
     */
    public record Ending(
            List<String> summary,
            List<String> problems,
            Set<ConsumptionReport.Key> unsent,
            Set<ConsumptionReport.Key> inDoubt) {}

    public Page(Origin origin) {
        this.origin = origin;
    }

    @Override
    public void restart() {
        rows = new PageRows();
    }

    @Override
    public void sensorDay(SensorDay day, Consumption consumption, String noReport, Map<QualityFlag, String> flags) {
        rows.add(new PageRow(day, consumption, noReport, flags));
    }

    @Override
    public void finish(long medianLastReading) {
        this.medianLastReading = medianLastReading;
    }

    /** The page, as a whole. */
    public String html(Ending ending) throws IOException {
        PageRows.Selection shown = rows.select(medianLastReading);
        List<PageRow> toLookAt = shown.toLookAt();
        List<PageRow> others = shown.others();
        List<PageRow> all = new ArrayList<>(toLookAt);
        all.addAll(others);
        SortedSet<LocalDate> days = new TreeSet<>();
        all.forEach(row -> days.add(row.day().date()));
        long scale =
                others.isEmpty() ? 1 : Math.max(1, others.get(0).consumption().total());
        DayAxis axis = DayAxis.of(all);
        SensorHtml sensors = new SensorHtml(ending, axis, scale, days.size() > 1);

        StringBuilder html = new StringBuilder(head(days, ending));
        html.append("<svg class=\"defs\" aria-hidden=\"true\"><g id=\"h\">");
        html.append(axis.marks("<line x1=\"%1$s%%\" x2=\"%1$s%%\" y2=\"100%%\"/>") + "</g></svg>\n");
        if (!toLookAt.isEmpty()) {
            html.append(heading("Sensors to look at", toLookAt.size() + shown.moreToLookAt()) + NOTE);
            sensors.cards(toLookAt, html);
            html.append(more(shown.moreToLookAt(), "none of them worse"));
        }
        if (!others.isEmpty()) {
            String title = toLookAt.isEmpty() ? "Sensors" : "The other sensors";
            html.append(heading(title, others.size() + shown.moreOthers()));
            sensors.table(others, html);
            html.append(more(shown.moreOthers(), "with the smallest consumption"));
        }
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private String head(SortedSet<LocalDate> days, Ending ending) throws IOException {
        String first = days.isEmpty() ? "a day without readings" : days.first().toString();
        String made = origin.madeAt().toString().substring(0, 16).replace("T", " at ");
        try (InputStream in = Page.class.getResourceAsStream("page-head.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{{day}}", days.size() > 1 ? first + " to " + days.last() : first)
                    .replace("{{made}}", made)
                    .replace("{{version}}", Printable.html(origin.version()))
                    .replace("{{ending}}", sentences(ending));
        }
    }

    private static String sentences(Ending ending) {
        StringBuilder html = new StringBuilder();
        for (String problem : ending.problems()) {
            html.append("<p class=\"problem\">" + Printable.html(problem) + "</p>\n");
        }
        for (String sentence : ending.summary()) {
            String safe = Printable.html(sentence);
            if (sentence.startsWith(FIGURES)) {
                String parts = safe.substring(FIGURES.length()).replaceFirst(" s$", " seconds");
                html.append("<ul>" + parts.replaceAll("(\\S+) ([^,]+)(, )?", "<li><b>$1</b> $2</li>") + "</ul>\n");
            } else {
                html.append("<p>" + safe + "</p>\n");
            }
        }
        return html.toString();
    }

    private static String heading(String title, int count) {
        return "<h2>" + title + " <small>" + count + "</small></h2>\n";
    }

    private static String more(int count, String which) {
        return count == 0 ? "" : "<p class=\"more\">And " + Counted.of(count, "more sensor") + ", " + which + ".</p>\n";
    }
}
