package org.empw.consumption.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.empw.consumption.calculation.Micros;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.calculation.QualityMarks;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorResult;
import org.empw.consumption.text.Escaped;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.text.Plural;

/**
 * Shows how each consumption is calculated: the readings in order with their differences, what is strange about them,
 * the falls that count as nothing, the readings skipped, and the sum.
 */
public final class Explanation {
    /** Nobody reads more of them; one sensor alone can be asked for. */
    private static final int MAX_SENSORS = 1_000;

    private static final String TOTAL = "consumption";

    private final Optional<String> onlySensor;
    private final List<SensorResult> results = new ArrayList<>();
    private int more;

    /** A row of the table: what it is about, the level, the difference to the row above, and remarks. */
    private record Row(String label, String level, String difference, String remarks) {}

    /** Explains {@code onlySensor}; all when that is empty. */
    public Explanation(Optional<String> onlySensor) {
        this.onlySensor = onlySensor;
    }

    public void add(SensorResult result) {
        String sensorId = result.day().sensorId();
        if (!onlySensor.orElse(sensorId).equals(sensorId)) {
            return;
        }
        if (results.size() < MAX_SENSORS) {
            results.add(result);
        } else {
            more++;
        }
    }

    /** Whether no sensor was there to explain. */
    public boolean isEmpty() {
        return results.isEmpty();
    }

    /** The explanations, one below the other; {@code medianLastReading} of the fleet tells which sensors fell silent. */
    public String text(long medianLastReading) {
        String text = results.stream()
                .map(result -> explain(result.withSilence(medianLastReading)))
                .collect(Collectors.joining("\n"));
        return text
                + (more == 0 ? "" : "\nAnd " + Plural.of(more, "more sensor") + "; name one to have it explained\n");
    }

    private static String explain(SensorResult result) {
        SensorDay day = result.day();
        String noReport = result.noReport();
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("time", "water level", "difference", ""));
        QualityMarks marks = QualityMarks.of(day, result.consumption(), result.history());
        long overnight = result.consumption().overnight();
        result.overnightBase().ifPresent(last -> {
            String when = Micros.toInstant(last.micros()).toString();
            rows.add(new Row(when, Millionths.format(last.level()), "", "the last reading before this day"));
        });
        for (int i = 0; i < day.size(); i++) {
            rows.add(row(day, i, i == 0 ? overnight : 0, marks.mark(i)));
        }
        String total =
                noReport.isEmpty() ? Millionths.format(result.consumption().total()) : "";
        rows.add(new Row(noReport.isEmpty() ? TOTAL : "no report", "", total, noReport));
        String sensor = Escaped.of(Excerpt.shorten(day.sensorId()));
        StringBuilder text = new StringBuilder("Sensor " + sensor + ", " + day.date() + "\n\n" + table(rows));
        result.flags().values().forEach(reason -> text.append("  look at it: " + reason + "\n"));
        day.skipped().forEach(reading -> text.append("  skipped: " + Escaped.of(reading.reason()) + "\n"));
        return text.toString();
    }

    private static Row row(SensorDay day, int i, long overnight, String mark) {
        long rise = i == 0 ? overnight : day.level(i) - day.level(i - 1);
        String difference = i == 0 && rise == 0 ? "" : (rise > 0 ? "+" : "") + Millionths.format(rise);
        String ignored = rise < 0 ? "a fall, ignored" + (mark.isEmpty() ? "" : "; ") : "";
        return new Row(day.time(i).toString(), Millionths.format(day.level(i)), difference, ignored + mark);
    }

    private static String table(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        int labels = rows.stream().mapToInt(row -> row.label.length()).max().orElse(0);
        List<String> levels = aligned(rows.stream().map(Row::level).toList());
        List<String> differences = aligned(rows.stream().map(Row::difference).toList());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            String difference = differences.get(i);
            String before = "  " + row.label + " ".repeat(labels - row.label.length()) + "  " + levels.get(i) + "  ";
            if (row.label.equals(TOTAL)) {
                text.append(" ".repeat(before.length()) + "-".repeat(difference.length()) + "\n");
            }
            text.append((before + difference + "  " + row.remarks).stripTrailing() + "\n");
        }
        return text.toString();
    }

    /** Cells as wide as the widest, with numbers below each other, point below point. */
    private static List<String> aligned(List<String> cells) {
        int decimals = cells.stream().mapToInt(Explanation::decimals).max().orElse(0);
        List<String> aligned = new ArrayList<>();
        for (String cell : cells) {
            boolean number = !cell.isEmpty() && Character.isDigit(cell.charAt(cell.length() - 1));
            aligned.add(cell + " ".repeat(number ? decimals - decimals(cell) : 0));
        }
        int width = aligned.stream().mapToInt(String::length).max().orElse(0);
        aligned.replaceAll(cell -> " ".repeat(width - cell.length()) + cell);
        return aligned;
    }

    private static int decimals(String cell) {
        return cell.contains(".") ? cell.length() - cell.indexOf('.') : 0;
    }
}
