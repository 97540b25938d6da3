package org.empw.consumption.job;

import java.math.BigDecimal;
import java.util.List;
import org.empw.consumption.api.ReadingsHandler;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.ConsumptionCalculator;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.ReportSet;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SkippedReading;
import org.empw.consumption.text.Counted;
import org.empw.consumption.view.DayObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the readings that arrive into reports, and counts what it sees on the way. */
public final class ReadingsTally implements ReadingsHandler {

    private static final Logger log = LoggerFactory.getLogger(ReadingsTally.class);

    /** More warnings than these tell nobody more. */
    private static final int MAX_WARNINGS = 1_000;

    private final List<? extends DayObserver> observers;
    private final ReportSet reports = new ReportSet();
    private volatile int sensors;
    private volatile long readings;
    private long falls;
    private BigDecimal fallen = BigDecimal.ZERO;
    private long outOfOrder;
    private int withASingleReading;
    private int withoutReadings;
    private BigDecimal largestRise = BigDecimal.ZERO;
    private String largestRiseSensor = "";
    private long readingsSkipped;
    private int entriesSkipped;
    private long warnings;
    private final long start = System.nanoTime();

    /** Begins a new tally, and anew for the observers. */
    public ReadingsTally(List<? extends DayObserver> observers) {
        this.observers = observers;
        for (DayObserver observer : observers) {
            observer.restart();
        }
    }

    @Override
    public void sensorDay(SensorDay day) {
        Consumption consumption = ConsumptionCalculator.calculate(day);
        count(day, consumption);
        for (SkippedReading reading : day.skipped()) {
            warn("Sensor \"" + day.sensorId() + "\": " + reading.reason() + "; left out");
        }
        if (day.size() == 0 && !day.skipped().isEmpty()) {
            warn("Sensor \"" + day.sensorId() + "\" has no usable reading, so there is no report for it");
        }
        boolean contradicted =
                day.size() > 0 && !reports.add(new ConsumptionReport(day.sensorId(), day.date(), consumption.total()));
        if (contradicted) {
            warn("Sensor \"" + day.sensorId() + "\" comes more than once for " + day.date()
                    + " with different readings, so there is no report for it");
        }
        for (DayObserver observer : observers) {
            observer.sensorDay(day, consumption, contradicted);
        }
    }

    @Override
    public void entrySkipped(String reason) {
        sensors++;
        entriesSkipped++;
        warn(reason + "; left out");
    }

    private void count(SensorDay day, Consumption consumption) {
        sensors++;
        readings += day.size() + day.skippedCount();
        readingsSkipped += day.skippedCount();
        outOfOrder += day.outOfOrder();
        falls += consumption.falls();
        if (consumption.falls() > 0) {
            fallen = fallen.add(consumption.fallen());
        }
        if (day.size() == 0) {
            withoutReadings++;
        } else if (day.size() == 1) {
            withASingleReading++;
        }
        if (consumption.largestRise().compareTo(largestRise) > 0) {
            largestRise = consumption.largestRise();
            largestRiseSensor = day.sensorId();
        }
    }

    public ReportSet reports() {
        return reports;
    }

    /** Whether some data could not be used. */
    public boolean skippedAny() {
        return readingsSkipped > 0 || sensorsSkipped() > 0;
    }

    /** How far it has come, as a clause. For any thread. */
    public String progress() {
        long millis = 1 + (System.nanoTime() - start) / 1_000_000;
        return Counted.of(sensors, "sensor") + " and " + Counted.of(readings, "reading") + " so far, "
                + readings * 1_000 / millis + " readings a second";
    }

    /** Says what came. */
    public void logDay() {
        if (sensors == 0) {
            log.info("No sensor sent readings; there is nothing to report");
        } else {
            log.info(
                    "{} sent {}",
                    Counted.of(sensors, "sensor"),
                    Counted.of(readings, "reading") + (reports.days().isEmpty() ? "" : ", for " + reports.days()));
        }
    }

    /**
     * Sums the run up, in the log and as what it returns.
     *
     * @param done what was done with {@code count} reports
     * @param seconds how long the run took
     */
    public List<String> summarize(int count, String done, String seconds) {
        String summary = "Summary: " + Counted.of(sensors, "sensor") + ", " + Counted.of(readings, "reading") + ", "
                + Counted.of(count, "report") + " " + done + ", " + Counted.of(falls, "fall") + " ignored, "
                + Counted.of(readingsSkipped, "reading") + " and " + Counted.of(sensorsSkipped(), "sensor")
                + " left out, "
                + seconds + " s";
        log.atInfo()
                .addKeyValue("sensors", sensors)
                .addKeyValue("readings", readings)
                .addKeyValue(done, count)
                .addKeyValue("falls", falls)
                .addKeyValue("readings_left_out", readingsSkipped)
                .addKeyValue("sensors_left_out", sensorsSkipped())
                .addKeyValue("seconds", seconds)
                .log(summary);
        String quality = "Data: falls of " + fallen.toPlainString() + " in all, " + Counted.of(outOfOrder, "reading")
                + " out of order, " + Counted.of(withASingleReading, "sensor") + " with a single reading, "
                + Counted.of(withoutReadings, "sensor") + " without any, largest rise " + largestRise.toPlainString()
                + (largestRiseSensor.isEmpty() ? "" : " (sensor \"" + largestRiseSensor + "\")");
        log.atInfo()
                .addKeyValue("fallen", fallen.toPlainString())
                .addKeyValue("out_of_order", outOfOrder)
                .addKeyValue("single_reading", withASingleReading)
                .addKeyValue("no_reading", withoutReadings)
                .addKeyValue("largest_rise", largestRise.toPlainString())
                .addKeyValue("largest_rise_sensor", largestRiseSensor)
                .log(quality);
        return List.of(summary, quality);
    }

    private int sensorsSkipped() {
        return entriesSkipped + reports.contradictions();
    }

    private void warn(String message) {
        warnings++;
        if (warnings <= MAX_WARNINGS) {
            log.warn(message);
        } else if (warnings == MAX_WARNINGS + 1) {
            log.warn("And more of the kind; the summary counts them");
        }
    }
}
