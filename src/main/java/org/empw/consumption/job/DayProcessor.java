package org.empw.consumption.job;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.empw.consumption.api.ReadingsHandler;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.ConsumptionCalculator;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.FleetHistory;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.calculation.QualityCheck;
import org.empw.consumption.calculation.ReadingTimes;
import org.empw.consumption.calculation.ReportSet;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorHistory;
import org.empw.consumption.calculation.SensorResult;
import org.empw.consumption.text.Figure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Turns the readings that arrive into reports, and finds what is wrong with them. */
final class DayProcessor implements ReadingsHandler {
    private static final Logger log = LoggerFactory.getLogger(DayProcessor.class);

    private final DayViews views;
    private final DaysBefore daysBefore;
    private final Nights nights;
    private final ReportSet reports = new ReportSet();
    private final DayStatistics statistics = new DayStatistics();
    private final ReadingTimes readingTimes = new ReadingTimes();
    private final Set<String> sensorsSeen = new HashSet<>();
    private final SensorWarnings warnings = new SensorWarnings();
    private final List<String> warningsOfTheDay = new ArrayList<>();
    private Optional<FleetHistory> history = Optional.empty();
    private Optional<Warning> missing = Optional.empty();

    DayProcessor(DayViews views, DaysBefore daysBefore) {
        this.views = views;
        this.daysBefore = daysBefore;
        this.nights = new Nights(daysBefore);
    }

    @Override
    public void sensorDay(SensorDay day) {
        SensorResult result = result(day);
        boolean hasSent = day.size() > 0 || day.skippedCount() > 0;
        boolean isFirst = !hasSent || sensorsSeen.add(day.sensorId());
        statistics.add(result, isFirst);
        warnings.add(result);
        readingTimes.add(result);
        views.add(result);
    }

    private SensorResult result(SensorDay day) {
        SensorHistory before = before(day);
        Consumption consumption = Consumption.NONE;
        String noReport = day.size() == 0 ? "no usable reading" : nights.inALaterNumber(day, history());
        try {
            consumption = ConsumptionCalculator.calculate(day);
            // The night is not from the last reading that the ledger knows, if this answer has a day in between.
            if (!reports.hasEarlier(day.sensorId(), day.date())) {
                consumption = nights.counted(consumption, day, before);
            }
        } catch (ArithmeticException e) {
            noReport = "its rises add up to more than can be calculated";
        }
        if (noReport.isEmpty()) {
            ConsumptionReport report =
                    new ConsumptionReport(day.sensorId(), day.date(), Millionths.toDecimal(consumption.total()));
            if (reports.add(report)) {
                nights.remember(report, day, consumption);
            } else {
                nights.forget(report);
                noReport = "it comes more than once for " + day.date() + ", with different readings";
            }
        }
        return new SensorResult(day, consumption, noReport, QualityCheck.check(day, consumption, before), before);
    }

    /**
     * What is known of a sensor before its day; the first date that is in the past decides which days these are, and
     * for others nothing is known.
     */
    private SensorHistory before(SensorDay day) {
        if (history.isEmpty() && day.date().isBefore(daysBefore.today())) {
            history = Optional.of(daysBefore.read(day.date()));
        }
        boolean isKnown = history.isPresent() && history.get().before().equals(day.date());
        return isKnown ? history.get().of(day.sensorId()) : SensorHistory.NONE;
    }

    @Override
    public void entrySkipped(Optional<String> sensorId, String reason) {
        statistics.addEntry();
        warnings.skipped(sensorId.orElse(reason), reason + "; skipped");
    }

    /**
     * To be called when all has come: finds the silent sensors, and says what is wrong with the day.
     *
     * @param isOfYesterday whether it should be yesterday, as the API's day always is
     */
    void finish(boolean isOfYesterday) {
        for (ReadingTimes.OfSensor silent : readingTimes.silent()) {
            warnings.silent(silent);
        }
        log.info(statistics.arrived(reports.days()));
        warnings.logSkipped(views.onlySensor());
        LocalDate yesterday = daysBefore.today().minusDays(1);
        warningsOfTheDay.addAll(DayWarnings.ofDates(reports.days(), yesterday, isOfYesterday));
        if (reports.size() > 0) {
            LocalDate date = reports.days().iterator().next();
            DayWarnings.ofLateBeginning(readingTimes, date).ifPresent(warningsOfTheDay::add);
        }
        warningsOfTheDay.forEach(log::warn);
        if (!sentNothing()) {
            missing = DayWarnings.ofMissing(history(), sensorsSeen);
            missing.ifPresent(warning -> warning.log(log, views.onlySensor()));
        }
        // What there is to look at in one sensor is in its explanation.
        warnings.logToLookAt(views.onlySensor().isPresent() ? Level.DEBUG : isDelivered() ? Level.INFO : Level.WARN);
    }

    /** Whether it was delivered before: a second run does not repeat its warnings. */
    private boolean isDelivered() {
        Set<String> stored = history().storedSensors();
        return reports.days().size() == 1 && stored.size() >= reports.size() && stored.containsAll(reports.sensors());
    }

    boolean isEmpty() {
        return statistics.isEmpty();
    }

    /** Whether all data could be used. */
    boolean isComplete() {
        return warnings.skippedSensors() == 0 && !statistics.hasSkippedReadings();
    }

    /** What was done, as {@link DayStatistics#counts} has it. */
    List<Figure> counts(List<Figure> done, double seconds) {
        return statistics.counts(done, warnings.skippedSensors(), nights.counted(), seconds);
    }

    List<Figure> quality() {
        return statistics.quality(warnings.flagged());
    }

    /** The sensors that have no report, a sentence each. */
    List<String> withoutReport() {
        List<String> sentences = new ArrayList<>();
        missing.ifPresent(warning -> sentences.add(warning.sentence()));
        sentences.addAll(warnings.skippedSentences());
        return sentences;
    }

    /** What is wrong with the others, a sentence each. */
    List<String> warnings() {
        List<String> sentences = new ArrayList<>(warningsOfTheDay);
        sentences.addAll(warnings.sentencesToLookAt());
        return sentences;
    }

    /** Whether no sensor sent anything, though there may be entries for it. */
    boolean sentNothing() {
        return sensorsSeen.isEmpty() && warnings.skippedSensors() == 0;
    }

    /** How many sensors the answer names, and entries that name none. */
    int sensors() {
        return statistics.sensors();
    }

    /** What is known before the day of the answer; nothing where none came. */
    FleetHistory history() {
        return history.orElseGet(() -> FleetHistory.none(daysBefore.today()));
    }

    Nights nights() {
        return nights;
    }

    List<ConsumptionReport> reports() {
        return reports.toList();
    }

    /** The sensors that have a report. */
    Set<String> sensorsReported() {
        return reports.sensors();
    }

    /** The sensors that sent something, usable or not. */
    Set<String> sensorsSeen() {
        return sensorsSeen;
    }

    /** How far it has come, as a clause. For any thread. */
    String progress() {
        return statistics.progress();
    }

    ReadingTimes readingTimes() {
        return readingTimes;
    }

    DayViews views() {
        return views;
    }
}
