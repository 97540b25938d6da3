package org.empw.consumption.calculation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The reports of a run, at most one for each sensor and day, in the order in which they came. The API would store a
 * second one beside the first, so of two that agree one is kept, and of two that differ none.
 */
public final class ReportSet {
    private final Map<LocalDate, Map<String, ConsumptionReport>> byDay = new LinkedHashMap<>();
    private final Map<LocalDate, Set<String>> contradicted = new LinkedHashMap<>();

    /**
     * Adds a report.
     *
     * @return false when an earlier one gives the same sensor another consumption on that day; neither is kept
     */
    public boolean add(ConsumptionReport report) {
        Map<String, ConsumptionReport> day = byDay.computeIfAbsent(report.date(), date -> new LinkedHashMap<>());
        if (contradicts(report)) {
            return false;
        }
        ConsumptionReport earlier = day.putIfAbsent(report.sensorId(), report);
        if (earlier == null || earlier.consumption().compareTo(report.consumption()) == 0) {
            return true;
        }
        day.remove(report.sensorId());
        contradicted
                .computeIfAbsent(report.date(), date -> new LinkedHashSet<>())
                .add(report.sensorId());
        return false;
    }

    private boolean contradicts(ConsumptionReport report) {
        Set<String> sensors = contradicted.get(report.date());
        return sensors != null && sensors.contains(report.sensorId());
    }

    public Set<LocalDate> days() {
        return byDay.keySet();
    }

    /** The reports, as a list of its own. */
    public List<ConsumptionReport> toList() {
        List<ConsumptionReport> reports = new ArrayList<>();
        for (Map<String, ConsumptionReport> day : byDay.values()) {
            reports.addAll(day.values());
        }
        return reports;
    }
}
