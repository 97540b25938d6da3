package org.empw.consumption.job;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.calculation.FleetHistory;

/**
 * Whether a day is to be trusted: not if more than half of the sensors that are expected have no report. Expected are
 * those in the answer, and those of the fullest of the last seven known days, because compared with the day before
 * only, a long outage would be told for one night only.
 *
 * @param distrust why it is not to be trusted, as a sentence without its period; empty where it is
 * @param isUseless whether data came and nothing of it could be used
 */
record DayTrust(Optional<String> distrust, boolean isUseless) {
    /** A day with enough reports, or a run without a day. */
    static final DayTrust TRUSTED = new DayTrust(Optional.empty(), false);

    private static final int RECENT_DAYS = 7;
    private static final String NOT_TRUSTED = "The day is not to be trusted: ";

    static DayTrust of(DayProcessor day, DaysBefore daysBefore, SensorCheck check) {
        if (day.sentNothing()) {
            return ofSilence(daysBefore.ofToday(), check);
        }
        FleetHistory history = day.history();
        int expected = day.sensorsSeen().size();
        List<String> fullest = history.fullestSensors();
        for (String sensor : fullest) {
            expected += day.sensorsSeen().contains(sensor) ? 0 : 1;
        }
        int all = Math.max(expected, day.sensors());
        int reported = check.countRegistered(day.sensorsReported());
        if (2 * (all - reported) <= all) {
            return TRUSTED;
        }
        String known = history.fullestDay()
                .map(date -> ", " + fullest.size() + " had one on " + date)
                .orElse("");
        String wayOut = reported == 0
                ? ". No usable data: the API may have changed. Run the job again before 21:00 UTC; --dry-run -v names what is"
                        + " wrong"
                : ". What still comes in goes out with another run before 21:00 UTC"
                        + (known.isEmpty() ? "" : ". (If the fleet has shrunk for good, this is said for a week)");
        String reports = reported + " of " + all + (reported == 1 ? " sensors has" : " sensors have") + " a report";
        return new DayTrust(Optional.of(NOT_TRUSTED + reports + known + wayOut), reported == 0);
    }

    private static DayTrust ofSilence(FleetHistory history, SensorCheck check) {
        LocalDate oldest = history.before().minusDays(RECENT_DAYS);
        String why = "";
        if (history.newestDay().filter(date -> !date.isBefore(oldest)).isPresent()) {
            why = history.fullestSensors().size() + " had a report on "
                    + history.fullestDay().orElseThrow();
        } else if (check.registered() > 0) {
            why = check.registered() + " are registered";
        }
        String wayOut =
                ". See whether they reach the API; what still comes in goes out with another run before 21:00 UTC";
        return why.isEmpty()
                ? TRUSTED
                : new DayTrust(Optional.of(NOT_TRUSTED + "no sensor sent readings, " + why + wayOut), false);
    }
}
