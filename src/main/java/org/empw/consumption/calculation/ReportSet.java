package org.empw.consumption.calculation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The reports of a run, at most one for each sensor and day, in the order in which they came. The API would store a
 * second one beside the first, so of two that agree one is kept, and of two that differ none.
 */
public final class ReportSet {
    private final Map<LocalDate, Map<String, ConsumptionReport>> byDay = new LinkedHashMap<>();
    private final Set<ConsumptionReport.Key> conflicting = new HashSet<>();

    /** Adds a report; false when an earlier one gives another consumption for its sensor and day: neither is kept. */
    public boolean add(ConsumptionReport report) {
        Map<String, ConsumptionReport> day = byDay.computeIfAbsent(report.date(), date -> new LinkedHashMap<>());
        if (conflicting.contains(report.key())) {
            return false;
        }
        ConsumptionReport kept = day.putIfAbsent(report.sensorId(), report);
        if (kept == null || kept.consumption().compareTo(report.consumption()) == 0) {
            return true;
        }
        day.remove(report.sensorId());
        conflicting.add(report.key());
        return false;
    }

    public Set<LocalDate> days() {
        return byDay.keySet();
    }

    /** Whether a sensor has a report of a day before {@code date}; nearly always there is only one day, which costs little. */
    public boolean hasEarlier(String sensorId, LocalDate date) {
        for (Map.Entry<LocalDate, Map<String, ConsumptionReport>> day : byDay.entrySet()) {
            if (day.getKey().isBefore(date) && day.getValue().containsKey(sensorId)) {
                return true;
            }
        }
        return false;
    }

    /** How many reports there are. */
    public int size() {
        int size = 0;
        for (Map<String, ConsumptionReport> day : byDay.values()) {
            size += day.size();
        }
        return size;
    }

    /** The sensors that have a report; nearly always all are of one day, and then they are not copied. */
    public Set<String> sensors() {
        if (byDay.size() == 1) {
            return byDay.values().iterator().next().keySet();
        }
        Set<String> sensors = new HashSet<>();
        for (Map<String, ConsumptionReport> day : byDay.values()) {
            sensors.addAll(day.keySet());
        }
        return sensors;
    }

    /** The reports, as a list of its own. */
    public List<ConsumptionReport> toList() {
        List<ConsumptionReport> reports = new ArrayList<>(size());
        for (Map<String, ConsumptionReport> day : byDay.values()) {
            reports.addAll(day.values());
        }
        return reports;
    }
}
