package org.empw.consumption.job;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.empw.consumption.api.ReadingsHandler;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.ConsumptionCalculator;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.LastReadings;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.calculation.QualityCheck;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.ReportSet;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorHistory;
import org.empw.consumption.calculation.SkippedReading;
import org.empw.consumption.text.Counted;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.text.FirstTwenty;
import org.empw.consumption.view.DayObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the readings that arrive into reports, and finds what is wrong with them. */
final class DayProcessor implements ReadingsHandler {
    private static final Logger log = LoggerFactory.getLogger(DayProcessor.class);

    private static final Consumption UNKNOWN = new Consumption(0, 0, 0, 0);

    private final List<? extends DayObserver> observers;
    private final ReportSet reports = new ReportSet();
    private final DayStatistics statistics = new DayStatistics();
    private final LastReadings lastReadings = new LastReadings();
    private final Set<String> heard = new HashSet<>();
    private final FirstTwenty skippedReadings = new FirstTwenty();
    private final FirstTwenty skippedSensors = new FirstTwenty();
    private final Map<QualityFlag, FirstTwenty> flagged = new EnumMap<>(QualityFlag.class);

    /** Begins a new day, for the observers as well. */
    DayProcessor(List<? extends DayObserver> observers) {
        this.observers = observers;
        observers.forEach(DayObserver::restart);
    }

    @Override
    public void sensorDay(SensorDay day) {
        Consumption consumption = UNKNOWN;
        String noReport = day.size() == 0 ? "no usable reading" : "";
        try {
            consumption = ConsumptionCalculator.calculate(day);
        } catch (ArithmeticException e) {
            noReport = "its rises add up to more than can be calculated";
        }
        statistics.add(day, consumption);
        if (day.size() > 0 || day.skippedCount() > 0) {
            heard.add(day.sensorId());
        }
        warnOfSkippedReadings(day);
        if (noReport.isEmpty()
                && !reports.add(
                        new ConsumptionReport(day.sensorId(), day.date(), Millionths.toDecimal(consumption.total())))) {
            noReport = "it comes more than once for " + day.date() + ", with different readings";
        }
        if (!noReport.isEmpty() && day.size() > 0) {
            skipSensor("Sensor " + Excerpt.quoted(day.sensorId()) + " is skipped: " + noReport);
        }
        Map<QualityFlag, String> flags = QualityCheck.check(day, consumption, SensorHistory.NONE);
        flags.forEach((flag, reason) -> flag(flag, day.sensorId(), reason));
        if (day.size() > 0) {
            lastReadings.add(day);
        }
        for (DayObserver observer : observers) {
            observer.sensorDay(day, consumption, noReport, flags);
        }
    }

    @Override
    public void entrySkipped(String reason) {
        statistics.addEntry();
        skipSensor(reason + "; skipped");
    }

    private void skipSensor(String sentence) {
        skippedSensors.add(sentence);
        log.debug(sentence);
    }

    private void warnOfSkippedReadings(SensorDay day) {
        if (day.skippedCount() > 0) {
            String sensor = "Sensor " + Excerpt.quoted(day.sensorId()) + ": ";
            skippedReadings.add(sensor + Counted.of(day.skippedCount(), "reading") + " skipped"
                    + (day.size() == 0 ? " and none left" : "") + ", the first: "
                    + day.skipped().get(0).reason());
            for (SkippedReading reading : day.skipped()) {
                log.debug("{}{}", sensor, reading.reason());
            }
        }
    }

    private void flag(QualityFlag flag, String sensorId, String reason) {
        String remark = flag == QualityFlag.SINGLE_READING ? "" : reason; // which would say the same again
        flagged.computeIfAbsent(flag, key -> new FirstTwenty()).add(sensorId, remark);
    }

    /** To be called when all has come: finds the silent sensors, and says what is wrong with the day. */
    void finish() {
        long median = lastReadings.median();
        for (int i = 0; i < lastReadings.size(); i++) {
            if (QualityCheck.isSilent(lastReadings.micros(i), median)) {
                flag(QualityFlag.SILENT, lastReadings.sensorId(i), QualityCheck.silentSince(lastReadings.micros(i)));
            }
        }
        observers.forEach(observer -> observer.finish(median));
        statistics.flagged(flagged);
        statistics.skippedSensors(skippedSensors.count());
        log.info(statistics.arrived(reports.days()));
        skippedSensors().forEach(log::warn);
        warnings().forEach(log::warn);
    }

    /** The sensors that could not be used, a sentence each. */
    List<String> skippedSensors() {
        return skippedSensors.lines("skipped sensors");
    }

    /** What is wrong with the others, a sentence each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(skippedReadings.lines("sensors with skipped readings"));
        flagged.forEach((flag, sensors) -> warnings.add(
                "Look at " + Counted.of(sensors.count(), "sensor") + ", " + flag.title() + ": " + sensors));
        return warnings;
    }

    List<ConsumptionReport> reports() {
        return reports.toList();
    }

    /** The sensors that sent something, usable or not. */
    Set<String> heard() {
        return heard;
    }

    DayStatistics statistics() {
        return statistics;
    }
}
