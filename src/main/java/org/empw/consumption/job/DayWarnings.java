package org.empw.consumption.job;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.empw.consumption.calculation.FleetHistory;
import org.empw.consumption.calculation.Micros;
import org.empw.consumption.calculation.ReadingTimes;
import org.empw.consumption.text.Plural;
import org.empw.consumption.text.TruncatedList;

/** What a day shows as a whole. */
final class DayWarnings {
    /** Three hours, in microseconds. */
    private static final long LATE = 3 * 3_600_000_000L;

    /** The median of fewer sensors says nothing about the server. */
    private static final int MIN_SENSORS = 5;

    private DayWarnings() {}

    /** Names the sensors that had a report on the newest known day, and sent nothing this time; empty where all did. */
    static Optional<Warning> ofMissing(FleetHistory history, Set<String> sensorsSeen) {
        List<String> missing = history.newestSensors();
        missing.removeIf(sensorsSeen::contains);
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        missing.sort(Comparator.naturalOrder());
        TruncatedList named = new TruncatedList();
        missing.forEach(sensor -> named.add(sensor, ""));
        String sentence = " had a report on " + history.newestDay().orElseThrow() + " and sent nothing this time: ";
        return Optional.of(new Warning(Plural.of(named.count(), "sensor") + sentence, named));
    }

    /**
     * Names the dates that are later than yesterday, the last that there can be readings of.
     *
     * @param isOfYesterday whether one of them should be yesterday
     */
    static List<String> ofDates(Set<LocalDate> dates, LocalDate yesterday, boolean isOfYesterday) {
        List<String> warnings = new ArrayList<>();
        for (LocalDate date : dates) {
            if (date.isAfter(yesterday)) {
                warnings.add("There are readings of " + date + ", which is later than yesterday in Cairo, " + yesterday
                        + "; they are still reported for that date. Look at the API's clock");
            }
        }
        if (isOfYesterday && !dates.isEmpty() && Collections.max(dates).isBefore(yesterday)) {
            warnings.add("The newest readings are of " + Collections.max(dates) + ", which is earlier than yesterday in"
                    + " Cairo, " + yesterday + ": the API may give the same day again and again. Look at its clock");
        }
        return warnings;
    }

    /** Says from when on the day is, if the API seems to date readings by the start of its server; otherwise empty. */
    static Optional<String> ofLateBeginning(ReadingTimes readings, LocalDate date) {
        long first = Micros.midnight(date) + readings.medianOfFirst();
        if (readings.size() < MIN_SENSORS || first - Micros.beginning(date) <= LATE) {
            return Optional.empty();
        }
        return Optional.of("The day begins late: half of the sensors have no reading before "
                + Micros.toInstant(first).truncatedTo(ChronoUnit.MINUTES)
                + ". The API probably dates readings by the"
                + " day on which its server was started, so that what came between midnight and a restart is in no"
                + " answer. Restart it just after midnight in its own zone, or fix that default (docs/api.md has the"
                + " line). COUNT_OVERNIGHT=true counts the water of the gap");
    }
}
