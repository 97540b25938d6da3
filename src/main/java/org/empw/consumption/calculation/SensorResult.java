package org.empw.consumption.calculation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * One sensor's day and what came of it.
 *
 * @param consumption what its readings add up to; without meaning where there is no report
 * @param noReport why there is no report for it, as a clause; empty when there is one
 * @param flags why its number may be wrong, each with the reason as a clause
 * @param history what was known of it before, by which it was judged
 */
public record SensorResult(
        SensorDay day,
        Consumption consumption,
        String noReport,
        Map<QualityFlag, String> flags,
        SensorHistory history) {
    /** What identifies its report. */
    public ConsumptionReport.Key key() {
        return new ConsumptionReport.Key(day.date(), day.sensorId());
    }

    public boolean hasReadings() {
        return day.size() > 0;
    }

    /** The reading of a day before from which something rose that counts. */
    public Optional<SensorHistory.LastReading> overnightBase() {
        return consumption.overnight() > 0 ? history.lastReading() : Optional.empty();
    }

    /** Whether nothing is wrong with it. */
    public boolean isFine() {
        return hasReadings() && noReport.isEmpty() && flags.isEmpty() && day.skippedCount() == 0;
    }

    /** Whether it fell silent before the fleet, whose median last reading is given. */
    public boolean isSilent(long medianLastReading) {
        return hasReadings() && QualityCheck.isSilent(day.lastReading(), medianLastReading);
    }

    /** The same, flagged as silent where it is; that is known only when all sensors have come. */
    public SensorResult withSilence(long medianLastReading) {
        if (!isSilent(medianLastReading)) {
            return this;
        }
        Map<QualityFlag, String> all = new EnumMap<>(QualityFlag.class);
        all.putAll(flags);
        all.put(QualityFlag.SILENT, QualityCheck.silentSince(day.date(), day.lastReading()));
        return new SensorResult(day, consumption, noReport, all, history);
    }
}
