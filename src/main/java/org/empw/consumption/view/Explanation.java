package org.empw.consumption.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.calculation.QualityCheck;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.QualityMarks;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorHistory;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.text.Printable;

/**
 * Shows how each consumption is calculated: the readings in order with their differences, what is strange about them, the
 * falls that count as nothing, the readings skipped, and the sum.
 */
public final class Explanation implements DayObserver {
    /** Nobody reads more of them; one sensor alone can be asked for. */
    private static final int MAX_SENSORS = 1_000;

    private static final String TOTAL = "consumption";

    private final Optional<String> onlySensor;
    private final StringBuilder text = new StringBuilder();
    private int sensors;

    /** The last reading of a sensor, by the place in the text for what is only known in the end: whether it fell silent. */
    private final TreeMap<Integer, Long> lastReadings = new TreeMap<>();

    /** A row of the table: what it is about, the level, the difference to the row above, and remarks. */
    private record Row(String label, String level, String difference, String remarks) {}

    /** Explains {@code onlySensor}; all when that is empty. */
    public Explanation(Optional<String> onlySensor) {
        this.onlySensor = onlySensor;
    }

    @Override
    public void restart() {
        text.setLength(0);
        sensors = 0;
        lastReadings.clear();
    }

    @Override
    public void sensorDay(SensorDay day, Consumption consumption, String noReport, Map<QualityFlag, String> flags) {
        if (!onlySensor.orElse(day.sensorId()).equals(day.sensorId()) || ++sensors > MAX_SENSORS) {
            return;
        }
        String sensor = Printable.of(Excerpt.shorten(day.sensorId()));
        text.append(text.isEmpty() ? "" : "\n").append("Sensor " + sensor + ", " + day.date() + "\n\n");
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("time", "water level", "difference", ""));
        QualityMarks marks = QualityMarks.of(day, consumption, SensorHistory.NONE);
        for (int i = 0; i < day.size(); i++) {
            rows.add(row(day, i, marks.mark(i)));
        }
        String total = noReport.isEmpty() ? Millionths.format(consumption.total()) : "";
        rows.add(new Row(noReport.isEmpty() ? TOTAL : "no report", "", total, noReport));
        table(rows);
        flags.values().forEach(reason -> text.append(lookAtIt(reason)));
        if (day.size() > 0) {
            lastReadings.put(text.length(), day.lastReading());
        }
        day.skipped().forEach(reading -> text.append("  skipped: " + Printable.of(reading.reason()) + "\n"));
    }

    @Override
    public void finish(long medianLastReading) {
        lastReadings.values().removeIf(last -> !QualityCheck.isSilent(last, medianLastReading));
        lastReadings
                .descendingMap()
                .forEach((place, last) -> text.insert(place, lookAtIt(QualityCheck.silentSince(last))));
        if (sensors > MAX_SENSORS) {
            int more = sensors - MAX_SENSORS;
            text.append("\nAnd " + more + " more sensors; name one to have it explained\n");
        }
    }

    private static String lookAtIt(String reason) {
        return "  look at it: " + reason + "\n";
    }

    /** Whether no sensor was there to explain. */
    public boolean isEmpty() {
        return sensors == 0;
    }

    public String text() {
        return text.toString();
    }

    private static Row row(SensorDay day, int i, String mark) {
        long rise = i == 0 ? 0 : day.level(i) - day.level(i - 1);
        String difference = i == 0 ? "" : (rise > 0 ? "+" : "") + Millionths.format(rise);
        String ignored = rise < 0 ? "a fall, ignored" + (mark.isEmpty() ? "" : "; ") : "";
        return new Row(day.time(i).toString(), Millionths.format(day.level(i)), difference, ignored + mark);
    }

    private void table(List<Row> rows) {
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
