package org.empw.consumption.calculation;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of all sensors from the days before one day.
 *
 * @param before the day that is judged by it; nothing is compared with any other
 * @param newestDay the newest known day before it; empty where none is known
 * @param newestSensors the sensors that had a report on that day
 * @param fullestDay of the last seven known days the one with the most reports; empty where none is known
 * @param fullestSensors the sensors that had a report on that day: a lasting outage must not become what is usual
 * @param storedSensors the sensors whose report of the day itself is stored already
 */
public record FleetHistory(
        LocalDate before,
        Optional<LocalDate> newestDay,
        Set<String> newestSensors,
        Optional<LocalDate> fullestDay,
        Set<String> fullestSensors,
        Set<String> storedSensors,
        Map<String, SensorHistory> sensors) {
    /** So many days before are looked at. */
    public static final int DAYS = 28;

    /** Nothing is known. */
    public static FleetHistory none(LocalDate before) {
        return new FleetHistory(before, Optional.empty(), Set.of(), Optional.empty(), Set.of(), Set.of(), Map.of());
    }

    /** What is known of a sensor. */
    public SensorHistory of(String sensorId) {
        return sensors.getOrDefault(sensorId, SensorHistory.NONE);
    }

    /** Takes the reports of the days before, the newest day first. */
    public static final class Builder {
        private static final int LAST_DAYS = 7;

        private final LocalDate before;
        private final Map<String, Known> sensors = new HashMap<>();
        private final Set<String> storedSensors = new HashSet<>();
        private Set<String> newestSensors = Set.of();
        private Set<String> fullestSensors = Set.of();
        private Optional<LocalDate> newestDay = Optional.empty();
        private Optional<LocalDate> fullestDay = Optional.empty();
        private Optional<LocalDate> day = Optional.empty();
        private Set<String> daySensors = new HashSet<>();
        private long[] dayConsumptions = new long[64];
        private long fleetMedian;
        private int days;

        /** What is known of one sensor so far. */
        private static final class Known {
            int days;
            long largest;
            long secondLargest;
            Optional<SensorHistory.LastReading> lastReading = Optional.empty();
        }

        public Builder(LocalDate before) {
            this.before = before;
        }

        /** Adds a sensor whose report of the day itself is stored. */
        public void addStored(String sensorId) {
            storedSensors.add(sensorId);
        }

        /** Begins a day before, older than the one added last. */
        public void nextDay(LocalDate date) {
            endDay();
            day = Optional.of(date);
        }

        /**
         * Adds a report of the day.
         *
         * @param consumption in {@link Millionths}; nearly is near enough
         * @return whether it is the sensor's newest, so that its last reading counts
         */
        public boolean add(String sensorId, long consumption) {
            Known known = known(sensorId);
            known.days++;
            if (consumption >= known.largest) {
                known.secondLargest = known.largest;
                known.largest = consumption;
            } else {
                known.secondLargest = Math.max(known.secondLargest, consumption);
            }
            if (days < LAST_DAYS) {
                if (daySensors.size() == dayConsumptions.length) {
                    dayConsumptions = Arrays.copyOf(dayConsumptions, 2 * dayConsumptions.length);
                }
                dayConsumptions[daySensors.size()] = consumption;
                daySensors.add(sensorId);
            }
            return known.days == 1;
        }

        /** Adds the last reading of the newest known day of a sensor. */
        public void addLastReading(String sensorId, SensorHistory.LastReading lastReading) {
            known(sensorId).lastReading = Optional.of(lastReading);
        }

        private Known known(String sensorId) {
            return sensors.computeIfAbsent(sensorId, id -> new Known());
        }

        private void endDay() {
            if (!daySensors.isEmpty() && daySensors.size() > fullestSensors.size()) {
                fullestDay = day;
                fullestSensors = daySensors;
                long[] sorted = Arrays.copyOf(dayConsumptions, daySensors.size());
                Arrays.sort(sorted);
                fleetMedian = sorted[sorted.length / 2];
            }
            if (!daySensors.isEmpty() && newestDay.isEmpty()) {
                newestDay = day;
                newestSensors = daySensors;
            }
            days += daySensors.isEmpty() ? 0 : 1;
            daySensors = new HashSet<>();
        }

        public FleetHistory build() {
            endDay();
            Map<String, SensorHistory> histories = new HashMap<>(2 * sensors.size());
            sensors.forEach((sensorId, known) -> histories.put(
                    sensorId, new SensorHistory(known.days, known.secondLargest, fleetMedian, known.lastReading)));
            return new FleetHistory(
                    before, newestDay, newestSensors, fullestDay, fullestSensors, storedSensors, histories);
        }
    }
}
