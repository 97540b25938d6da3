package org.empw.consumption.job;

import java.math.BigDecimal;
import java.time.LocalDate;
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
import org.empw.consumption.calculation.SensorResult;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.text.Figure;
import org.empw.consumption.text.Plural;
import org.empw.consumption.text.TruncatedList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the readings that arrive into reports, and finds what is wrong with them. */
final class DayProcessor implements ReadingsHandler {
    private static final Logger log = LoggerFactory.getLogger(DayProcessor.class);

    private static final Consumption UNKNOWN = new Consumption(0, 0, 0);

    private static final String SKIPPED_SENSORS = "skipped sensors";

    private final DayViews views;
    private final ReportSet reports = new ReportSet();
    private final DayStatistics statistics = new DayStatistics();
    private final LastReadings lastReadings = new LastReadings();
    private final Set<String> sensorsSeen = new HashSet<>();
    private final TruncatedList skippedReadings = new TruncatedList();
    private final TruncatedList skippedSensors = new TruncatedList();
    private final List<String> warningsOfDates = new ArrayList<>();
    private final Map<QualityFlag, TruncatedList> flagged = new EnumMap<>(QualityFlag.class);

    DayProcessor(DayViews views) {
        this.views = views;
    }

    @Override
    public void sensorDay(SensorDay day) {
        SensorResult result = result(day);
        statistics.add(result);
        if (day.size() > 0 || day.skippedCount() > 0) {
            sensorsSeen.add(day.sensorId());
        }
        warnOfSkippedReadings(day);
        if (result.hasReadings() && !result.noReport().isEmpty()) {
            String sensor = "Sensor " + Excerpt.quoted(day.sensorId());
            skipSensor(day.sensorId(), sensor + " is skipped: " + result.noReport());
        }
        result.flags().forEach((flag, reason) -> flag(flag, day.sensorId(), reason));
        lastReadings.add(result);
        views.add(result);
    }

    private SensorResult result(SensorDay day) {
        Consumption consumption = UNKNOWN;
        String noReport = day.size() == 0 ? "no usable reading" : "";
        try {
            consumption = ConsumptionCalculator.calculate(day);
        } catch (ArithmeticException e) {
            noReport = "its rises add up to more than can be calculated";
        }
        if (noReport.isEmpty()) {
            BigDecimal total = Millionths.toDecimal(consumption.total());
            if (!reports.add(new ConsumptionReport(day.sensorId(), day.date(), total))) {
                noReport = "it comes more than once for " + day.date() + ", with different readings";
            }
        }
        return new SensorResult(day, consumption, noReport, QualityCheck.check(day, consumption));
    }

    @Override
    public void entrySkipped(String reason) {
        statistics.addEntry();
        skipSensor(reason, reason + "; skipped");
    }

    private void skipSensor(String name, String sentence) {
        skippedSensors.addSentence(name, sentence);
        log.debug(sentence);
    }

    private void warnOfSkippedReadings(SensorDay day) {
        if (day.skippedCount() > 0) {
            String sensor = "Sensor " + Excerpt.quoted(day.sensorId()) + ": ";
            skippedReadings.addSentence(
                    day.sensorId(),
                    sensor + Plural.of(day.skippedCount(), "reading") + " skipped"
                            + (day.size() == 0 ? " and none left" : "") + ", the first: "
                            + day.skipped().get(0).reason());
            day.skipped().forEach(reading -> log.debug("{}{}", sensor, reading.reason()));
        }
    }

    private void flag(QualityFlag flag, String sensorId, String reason) {
        String remark = flag == QualityFlag.SINGLE_READING ? "" : reason; // which would say the same again
        flagged.computeIfAbsent(flag, key -> new TruncatedList()).add(sensorId, remark);
    }

    /** Finds the dates that are later than {@code yesterday}, the last that the API can have readings of. */
    void findLaterDates(LocalDate yesterday) {
        for (LocalDate date : reports.days()) {
            if (date.isAfter(yesterday)) {
                warningsOfDates.add("The API dates readings " + date + ", which is later than yesterday in Cairo, "
                        + yesterday + "; they are reported for that date all the same. Look at the API's clock");
            }
        }
    }

    /** To be called when all has come: finds the silent sensors, and says what is wrong with the day. */
    void finish() {
        lastReadings
                .silent()
                .forEach(last -> flag(QualityFlag.SILENT, last.sensorId(), QualityCheck.silentSince(last.time())));
        log.info(statistics.arrived(reports.days()));
        Warning.each(skippedSensors, SKIPPED_SENSORS).forEach(warning -> warning.log(log));
        warningsOfDates.forEach(log::warn);
        warningsOfSensors().forEach(warning -> warning.log(log));
    }

    boolean isEmpty() {
        return statistics.isEmpty();
    }

    /** Whether all data could be used. */
    boolean isComplete() {
        return skippedSensors.count() == 0 && !statistics.hasSkippedReadings();
    }

    /** What was done, as {@link DayStatistics#counts} has it. */
    List<Figure> counts(List<Figure> done, double seconds) {
        return statistics.counts(done, skippedSensors.count(), seconds);
    }

    List<Figure> quality() {
        return statistics.quality(flagged);
    }

    /** The sensors that could not be used, a sentence each. */
    List<String> skippedSensors() {
        return skippedSensors.lines(SKIPPED_SENSORS);
    }

    /** What is wrong with the others, a sentence each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(warningsOfDates);
        warnings.addAll(Warning.sentences(warningsOfSensors()));
        return warnings;
    }

    private List<Warning> warningsOfSensors() {
        List<Warning> warnings = new ArrayList<>(Warning.each(skippedReadings, "sensors with skipped readings"));
        flagged.forEach((flag, sensors) -> {
            String look = "Look at " + Plural.of(sensors.count(), "sensor") + ", " + flag.title() + ": " + sensors;
            warnings.add(new Warning(look, sensors.names()));
        });
        return warnings;
    }

    List<ConsumptionReport> reports() {
        return reports.toList();
    }

    /** The sensors that sent something, usable or not. */
    Set<String> sensorsSeen() {
        return sensorsSeen;
    }

    /** How far it has come, as a clause. For any thread. */
    String progress() {
        return statistics.progress();
    }

    LastReadings lastReadings() {
        return lastReadings;
    }

    DayViews views() {
        return views;
    }
}
