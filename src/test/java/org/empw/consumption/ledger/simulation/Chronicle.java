package org.empw.consumption.ledger.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.SentReport;

/** What happened: counted for the check, and told as a story in which the reason of a failure can be found. */
final class Chronicle {
    private final List<String> story = new ArrayList<>();
    private final Map<String, Integer> happened;

    /** How often the API has applied a report. */
    private final Map<ConsumptionReport, Integer> applied = new HashMap<>();

    /** In how many POSTs that may have been applied a report was, since a look last showed that none had been. */
    private final Map<ConsumptionReport, Integer> posts = new HashMap<>();

    /** What runs that came to their end wanted to deliver, and what they printed. */
    private final Set<ConsumptionReport> wanted = new LinkedHashSet<>();

    private final Set<ConsumptionReport> printed = new HashSet<>();

    Chronicle(Map<String, Integer> happened) {
        this.happened = happened;
    }

    void tell(String what) {
        story.add(what);
    }

    /** How much is told so far. */
    int length() {
        return story.size();
    }

    void happen(String what) {
        happened.merge(what, 1, Integer::sum);
    }

    boolean isApplied(SentReport sent) {
        return applied.containsKey(sent.report());
    }

    void apply(ConsumptionReport report) {
        applied.merge(report, 1, Integer::sum);
    }

    /** A report was in a POST that may have been applied. */
    void post(ConsumptionReport report) {
        posts.merge(report, 1, Integer::sum);
    }

    /** A look shows that they are not there. */
    void miss(List<SentReport> missing) {
        missing.forEach(sent -> posts.remove(sent.report()));
    }

    void want(List<ConsumptionReport> reports) {
        wanted.addAll(reports);
    }

    void print(List<ConsumptionReport> reports) {
        printed.addAll(reports);
    }

    void check(SharedLedger shared) {
        Map<ConsumptionReport, String> states = shared.states();
        Map<String, Integer> stored = shared.stored();
        applied.forEach((report, times) -> assertEquals(
                times, stored.get(report.sensorId() + " " + report.date() + " 10"), "the test counts right"));
        stored.forEach((report, times) -> assertEquals(1, times, () -> report + " is stored more than once"));
        posts.forEach((report, times) -> assertEquals(1, times, () -> report + " was in more than one POST"));
        states.forEach((report, state) -> assertTrue(
                !state.equals("stored") || applied.containsKey(report), () -> report + " is noted, and not stored"));
        for (ConsumptionReport report : wanted) {
            assertTrue(
                    applied.containsKey(report)
                            || printed.contains(report)
                            || !states.getOrDefault(report, "stored").equals("stored"),
                    () -> report + " is lost");
        }
    }

    @Override
    public String toString() {
        return String.join("\n", story);
    }
}
