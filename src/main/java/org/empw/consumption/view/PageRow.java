package org.empw.consumption.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.QualityCheck;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.text.Counted;

/** A sensor's day, and what is wrong with it, as {@link DayObserver#sensorDay} has it. */
record PageRow(SensorDay day, Consumption consumption, String noReport, Map<QualityFlag, String> flags) {
    static final Comparator<PageRow> LARGEST_FIRST =
            Comparator.<PageRow>comparingLong(row -> -row.consumption.total()).thenComparing(row -> row.day.sensorId());

    /** By what is wrong, as the page explains it; of equals the largest first. */
    static final Comparator<PageRow> WORST_FIRST = Comparator.comparing(PageRow::kind)
            .thenComparing(row -> row.flags.isEmpty() ? QualityFlag.SILENT : Collections.min(row.flags.keySet()))
            .thenComparing(LARGEST_FIRST);

    enum Kind {
        NO_REPORT,
        FLAGGED,
        READINGS_SKIPPED,
        NO_READING,
        FINE
    }

    /** What is the worst about it, silence aside. */
    Kind kind() {
        if (!hasReadings()) {
            return Kind.NO_READING;
        }
        if (!noReport.isEmpty()) {
            return Kind.NO_REPORT;
        }
        return !flags.isEmpty() ? Kind.FLAGGED : day.skippedCount() > 0 ? Kind.READINGS_SKIPPED : Kind.FINE;
    }

    /** Whether silence would be the worst about it. */
    boolean isWorseWhenSilent() {
        return switch (kind()) {
            case FINE, READINGS_SKIPPED -> true;
            case FLAGGED -> Collections.min(flags.keySet()).compareTo(QualityFlag.SILENT) > 0;
            case NO_REPORT, NO_READING -> false;
        };
    }

    boolean hasReadings() {
        return day.size() > 0;
    }

    boolean isSilent(long medianLastReading) {
        return hasReadings() && QualityCheck.isSilent(day.lastReading(), medianLastReading);
    }

    ConsumptionReport.Key key() {
        return new ConsumptionReport.Key(day.date(), day.sensorId());
    }

    /** The same, with silence among its flags where it fell silent. */
    PageRow judged(long medianLastReading) {
        Map<QualityFlag, String> all = new TreeMap<>(flags);
        if (isSilent(medianLastReading)) {
            all.put(QualityFlag.SILENT, QualityCheck.silentSince(day.lastReading()));
        }
        return new PageRow(day, consumption, noReport, all);
    }

    /** What is wrong, a clause each; not yet escaped. */
    List<String> reasons() {
        List<String> reasons = new ArrayList<>(flags.values());
        if (!noReport.isEmpty()) {
            reasons.add(0, noReport);
        }
        if (day.skippedCount() > 0) {
            String first = day.skipped().get(0).reason();
            reasons.add(Counted.of(day.skippedCount(), "reading") + " skipped, the first: " + first);
        }
        return reasons;
    }
}
