package org.empw.consumption.job;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.FleetHistory;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.calculation.Overnight;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorHistory;
import org.empw.consumption.calculation.SensorHistory.LastReading;

/** What of a day's numbers rose overnight, and from where the next day may count. */
final class Nights {
    private final DaysBefore daysBefore;
    private final Map<ConsumptionReport.Key, LastReading> bases = new HashMap<>();
    private final Map<ConsumptionReport.Key, Long> overnight = new HashMap<>();

    Nights(DaysBefore daysBefore) {
        this.daysBefore = daysBefore;
    }

    /**
     * A consumption with what rose overnight, if that is to be counted.
     *
     * @throws ArithmeticException where the sum is more than a long holds
     */
    Consumption counted(Consumption consumption, SensorDay day, SensorHistory history) {
        return daysBefore.isCountingOvernight() ? consumption.plusOvernight(Overnight.rise(day, history)) : consumption;
    }

    /**
     * Why a day has no report that comes after a later day of its sensor: the number of the later one counts from the
     * last reading that the ledger knows, so it already has this day's water. Otherwise empty.
     *
     * @param history by which the later day was counted
     */
    String inALaterNumber(SensorDay day, FleetHistory history) {
        LocalDate later = history.before();
        if (!day.date().isBefore(later) || !overnight.containsKey(new ConsumptionReport.Key(later, day.sensorId()))) {
            return "";
        }
        LastReading from = history.of(day.sensorId()).lastReading().orElseThrow();
        boolean isCounted = day.micros(day.size() - 1) > from.micros();
        return isCounted ? "its water of " + day.date() + " is in its number of " + later : "";
    }

    /** What the ledger is to remember, or the run to explain; of a sensor that comes twice, the later reading. */
    void remember(ConsumptionReport report, SensorDay day, Consumption consumption) {
        if (daysBefore.hasLedger()) {
            Overnight.base(day)
                    .ifPresent(base -> bases.merge(
                            report.key(), base, (one, other) -> one.micros() > other.micros() ? one : other));
        }
        if (consumption.overnight() > 0) {
            overnight.put(report.key(), consumption.overnight());
        }
    }

    /** There is no report after all. */
    void forget(ConsumptionReport report) {
        overnight.remove(report.key());
    }

    /** In how many reports there is water from before the day. */
    int counted() {
        return overnight.size();
    }

    /** The last reading of the day of a report, if the next day may count from there. */
    Optional<LastReading> base(ConsumptionReport report) {
        return Optional.ofNullable(bases.get(report.key()));
    }

    /** What of a report rose overnight, in {@link Millionths}. */
    long overnight(ConsumptionReport report) {
        return overnight.getOrDefault(report.key(), 0L);
    }
}
