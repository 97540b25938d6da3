package org.empw.consumption.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.QualityCheck;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.text.Counted;

/**
 * A sensor's day, and what is wrong with it.
 *
 * @param noReport why there is no report for it, as a clause; empty when there is one
 * @param flags why its number may be wrong
 */
record PageRow(SensorDay day, Consumption consumption, String noReport, Map<QualityFlag, String> flags) {
    static final Comparator<PageRow> LARGEST_FIRST =
            Comparator.<PageRow>comparingLong(row -> -row.consumption.total()).thenComparing(row -> row.day.sensorId());

    /** By what is wrong, as the page explains it; of equals the largest first. */
    static final Comparator<PageRow> WORST_FIRST = Comparator.comparing(PageRow::kind)
            .thenComparing(PageRow::gravestFlag)
            .thenComparing(LARGEST_FIRST);

    static final Comparator<PageRow> EARLIEST_FIRST = Comparator.comparingLong(PageRow::lastReading);

    private enum Kind {
        NO_REPORT,
        FLAGGED,
        READINGS_SKIPPED,
        NO_READING,
        FINE
    }

    private Kind kind() {
        if (!hasReadings()) {
            return Kind.NO_READING;
        }
        if (!noReport.isEmpty()) {
            return Kind.NO_REPORT;
        }
        return !flags.isEmpty() ? Kind.FLAGGED : day.skippedCount() > 0 ? Kind.READINGS_SKIPPED : Kind.FINE;
    }

    private QualityFlag gravestFlag() {
        return flags.isEmpty() ? QualityFlag.SILENT : Collections.min(flags.keySet());
    }

    /** Whether something is wrong with it, silence aside. */
    boolean isToLookAt() {
        return kind() != Kind.FINE;
    }

    /** Whether silence would be the worst about it. */
    boolean isWorseWhenSilent() {
        return kind() == Kind.READINGS_SKIPPED || kind() == Kind.FINE;
    }

    boolean isSilent(long medianLastReading) {
        return hasReadings() && QualityCheck.isSilent(lastReading(), medianLastReading);
    }

    boolean hasReadings() {
        return day.size() > 0;
    }

    private long lastReading() {
        return day.micros(day.size() - 1);
    }

    ConsumptionReport.Key key() {
        return new ConsumptionReport.Key(day.date(), day.sensorId());
    }

    /** The same, with silence among its flags where it fell silent. */
    PageRow judged(long medianLastReading) {
        if (!isSilent(medianLastReading)) {
            return this;
        }
        Map<QualityFlag, String> all = new EnumMap<>(QualityFlag.class);
        all.putAll(flags);
        all.put(QualityFlag.SILENT, QualityCheck.silentSince(lastReading()));
        return new PageRow(day, consumption, noReport, all);
    }

    /** What is wrong, a clause each; not yet escaped. */
    List<String> reasons() {
        List<String> reasons = new ArrayList<>(flags.values());
        if (!noReport.isEmpty()) {
            reasons.add(0, noReport);
        }
        if (day.skippedCount() > 0) {
            reasons.add(Counted.of(day.skippedCount(), "reading") + " skipped, the first: "
                    + day.skipped().get(0).reason());
        }
        return reasons;
    }
}
