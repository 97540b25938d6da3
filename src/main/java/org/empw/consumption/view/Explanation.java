package org.empw.consumption.view;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.Reading;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SkippedReading;
import org.empw.consumption.text.Printable;

/**
 * Shows how each consumption comes about: the readings in order with their differences, the falls that count as
 * nothing, the readings left out, and the sum.
 */
public final class Explanation implements DayObserver, Closeable {

    private static final String TOTAL = "consumption";

    private final Optional<String> onlySensor;
    private final Spool spool = new Spool();
    private boolean empty = true;

    /** A row of the table: what it is about, the level, the difference to the row above, and a remark. */
    private record Row(String label, String level, String difference, String remark) {}

    /**
     * @param onlySensor the one to explain; all when empty
     */
    public Explanation(Optional<String> onlySensor) throws IOException {
        this.onlySensor = onlySensor;
    }

    @Override
    public void restart() {
        spool.clear();
        empty = true;
    }

    @Override
    public void sensorDay(SensorDay day, Consumption consumption, boolean contradicted) {
        if (onlySensor.isPresent() && !onlySensor.get().equals(day.sensorId())) {
            return;
        }
        StringBuilder text = new StringBuilder(empty ? "" : "\n");
        text.append("Sensor ")
                .append(Printable.of(day.sensorId()))
                .append(", ")
                .append(day.date())
                .append("\n\n");
        table(rows(day, consumption), text);
        if (contradicted) {
            text.append("  no report: the sensor comes more than once, with different readings\n");
        }
        for (SkippedReading reading : day.skipped()) {
            text.append("  left out: ").append(Printable.of(reading.reason())).append('\n');
        }
        spool.append(text);
        empty = false;
    }

    /** Whether no sensor was there to explain. */
    public boolean isEmpty() {
        return empty;
    }

    public void printTo(OutputStream out) throws IOException {
        spool.copyTo(out);
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    private static List<Row> rows(SensorDay day, Consumption consumption) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("time", "water level", "difference", ""));
        BigDecimal previous = null;
        for (int i = 0; i < day.size(); i++) {
            Reading reading = day.reading(i);
            BigDecimal rise =
                    previous == null ? BigDecimal.ZERO : reading.waterLevel().subtract(previous);
            String difference = previous == null ? "" : (rise.signum() > 0 ? "+" : "") + rise.toPlainString();
            rows.add(new Row(
                    reading.createdAt().toString(),
                    reading.waterLevel().toPlainString(),
                    difference,
                    rise.signum() < 0 ? "a fall, ignored" : ""));
            previous = reading.waterLevel();
        }
        rows.add(
                day.size() == 0
                        ? new Row("no usable reading", "", "", "no report")
                        : new Row(TOTAL, "", consumption.total().toPlainString(), ""));
        return rows;
    }

    private static void table(List<Row> rows, StringBuilder text) {
        int labels = 0;
        Column levels = new Column();
        Column differences = new Column();
        for (Row row : rows) {
            labels = Math.max(labels, row.label.length());
            levels.fit(row.level);
            differences.fit(row.difference);
        }
        for (Row row : rows) {
            if (row.label.equals(TOTAL)) {
                line(new Row("", "", "-".repeat(differences.width()), ""), labels, levels, differences, text);
            }
            line(row, labels, levels, differences, text);
        }
    }

    private static void line(Row row, int labels, Column levels, Column differences, StringBuilder text) {
        String line = "  " + row.label + " ".repeat(labels - row.label.length()) + "  " + levels.pad(row.level) + "  "
                + differences.pad(row.difference) + "  " + row.remark;
        text.append(line.stripTrailing()).append('\n');
    }

    /** Numbers below each other, point below point. */
    private static final class Column {

        private int beforePoint;
        private int fromPoint;
        private int widest;

        void fit(String cell) {
            if (isNumber(cell)) {
                beforePoint = Math.max(beforePoint, point(cell));
                fromPoint = Math.max(fromPoint, cell.length() - point(cell));
            }
            widest = Math.max(widest, cell.length());
        }

        int width() {
            return Math.max(widest, beforePoint + fromPoint);
        }

        String pad(String cell) {
            int after = isNumber(cell) ? fromPoint - (cell.length() - point(cell)) : 0;
            return " ".repeat(width() - cell.length() - after) + cell + " ".repeat(after);
        }

        private static boolean isNumber(String cell) {
            return !cell.isEmpty() && Character.isDigit(cell.charAt(cell.length() - 1));
        }

        private static int point(String number) {
            int point = number.indexOf('.');
            return point < 0 ? number.length() : point;
        }
    }
}
