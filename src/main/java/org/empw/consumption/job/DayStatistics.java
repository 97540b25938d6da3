package org.empw.consumption.job;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorResult;
import org.empw.consumption.text.Figure;
import org.empw.consumption.text.Plural;
import org.empw.consumption.text.TruncatedList;

/** What a day's readings came to, in numbers. */
final class DayStatistics {
    private final long start = System.nanoTime();
    private final AtomicInteger sensors = new AtomicInteger();
    private final AtomicLong readings = new AtomicLong();
    private long falls;
    private long outOfOrder;
    private long readingsSkipped;
    private int withoutReadings;

    /**
     * Counts a sensor's day.
     *
     * @param isFirst whether it is the first one of its sensor
     */
    void add(SensorResult result, boolean isFirst) {
        SensorDay day = result.day();
        sensors.addAndGet(isFirst ? 1 : 0);
        readings.addAndGet(day.size() + day.skippedCount());
        readingsSkipped += day.skippedCount();
        outOfOrder += day.outOfOrder();
        falls += result.consumption().falls();
        withoutReadings += day.size() == 0 ? 1 : 0;
    }

    /** Counts an entry that names no sensor, no day or no readings. */
    void addEntry() {
        sensors.incrementAndGet();
    }

    int sensors() {
        return sensors.get();
    }

    boolean isEmpty() {
        return sensors.get() == 0;
    }

    boolean hasSkippedReadings() {
        return readingsSkipped > 0;
    }

    /** How far it has come, as a clause. For any thread. */
    String progress() {
        long millis = 1 + (System.nanoTime() - start) / 1_000_000;
        return Plural.of(sensors.get(), "sensor") + " and " + Plural.of(readings.get(), "reading") + " so far, "
                + readings.get() * 1_000 / millis + " readings a second";
    }

    /** What came, in a sentence. */
    String arrived(Set<LocalDate> days) {
        if (isEmpty()) {
            return "No sensor sent readings; there is nothing to report";
        }
        StringJoiner dates = new StringJoiner(", ", ", for ", "").setEmptyValue("");
        for (LocalDate day : days) {
            dates.add(day.toString());
        }
        return Plural.of(sensors.get(), "sensor") + " sent " + Plural.of(readings.get(), "reading") + dates;
    }

    /**
     * What was done.
     *
     * @param reports what became of the reports
     * @param overnight in how many of them there is water from before the day
     * @param seconds how long the run took, with one decimal
     */
    List<Figure> counts(List<Figure> reports, int sensorsSkipped, int overnight, double seconds) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.unlessZero(sensors.get(), "sensor", ""));
        figures.add(Figure.unlessZero(readings.get(), "reading", ""));
        figures.addAll(reports);
        figures.add(Figure.unlessZero(overnight, "sensor", "with a rise overnight"));
        figures.add(Figure.unlessZero(falls, "fall", "ignored"));
        figures.add(Figure.unlessZero(readingsSkipped, "reading", "skipped"));
        figures.add(Figure.unlessZero(sensorsSkipped, "sensor", "skipped"));
        figures.add(new Figure("seconds", seconds, "s"));
        return figures;
    }

    /** How good the data is. */
    List<Figure> quality(Map<QualityFlag, TruncatedList> flagged) {
        List<Figure> figures = new ArrayList<>();
        flagged.forEach((flag, named) -> {
            Figure figure = Figure.of(named.count(), "sensor", "with " + flag.title());
            figures.add(new Figure(flag.name().toLowerCase(Locale.ROOT), figure.value(), figure.label()));
        });
        figures.add(Figure.unlessZero(outOfOrder, "reading", "out of order"));
        figures.add(Figure.unlessZero(withoutReadings, "sensor", "without usable readings"));
        return figures;
    }
}
