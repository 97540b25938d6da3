package org.empw.consumption.calculation;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of all sensors from the days before one day. */
public final class FleetHistory {
    /** So many days before are looked at. */
    public static final int DAYS = 28;

    private final LocalDate before;
    private final Optional<LocalDate> newestDay;
    private final Optional<LocalDate> fullestDay;
    private final long fleetMedian;
    private final Map<String, Known> sensors;
    private final Set<String> storedSensors;

    private FleetHistory(Builder known) {
        before = known.before;
        newestDay = known.newestDay;
        fullestDay = known.fullestDay;
        fleetMedian = known.fleetMedian;
        sensors = known.sensors;
        storedSensors = known.storedSensors;
    }

    /** What is known of one sensor; there are as many as sensors, so it is kept small. */
    private static final class Known {
        /** Bit n is set where the consumption of n days before is known. */
        int days;

        long largest;
        long secondLargest;
        boolean hasLastReading;
        long lastMicros;
        long lastLevel;

        SensorHistory history(long fleetMedian) {
            Optional<SensorHistory.LastReading> last = hasLastReading
                    ? Optional.of(new SensorHistory.LastReading(lastMicros, lastLevel))
                    : Optional.empty();
            return new SensorHistory(Integer.bitCount(days), secondLargest, fleetMedian, last);
        }
    }

    /** Nothing is known. */
    public static FleetHistory none(LocalDate before) {
        return new Builder(before).build();
    }

    /** The day that is judged by it; nothing is compared with any other. */
    public LocalDate before() {
        return before;
    }

    /** The newest known day before it; empty where none is known. */
    public Optional<LocalDate> newestDay() {
        return newestDay;
    }

    /**
     * Of the last seven known days the one with the most reports, because a lasting outage must not become what is
     * usual; empty where none is known.
     */
    public Optional<LocalDate> fullestDay() {
        return fullestDay;
    }

    /** The sensors that had a report on the newest known day. */
    public List<String> newestSensors() {
        return sensorsOf(newestDay);
    }

    /** The sensors that had a report on the fullest day. */
    public List<String> fullestSensors() {
        return sensorsOf(fullestDay);
    }

    private List<String> sensorsOf(Optional<LocalDate> day) {
        List<String> found = new ArrayList<>();
        int bit = day.isPresent() ? bit(day.get(), before) : 0;
        sensors.forEach((sensorId, known) -> {
            if ((known.days & bit) != 0) {
                found.add(sensorId);
            }
        });
        return found;
    }

    /** The bit of a day in {@link Known#days}. */
    private static int bit(LocalDate day, LocalDate before) {
        return 1 << ChronoUnit.DAYS.between(day, before);
    }

    /** The sensors whose report of the day itself is stored already. */
    public Set<String> storedSensors() {
        return storedSensors;
    }

    /** What is known of a sensor. */
    public SensorHistory of(String sensorId) {
        Known known = sensors.get(sensorId);
        return known == null ? SensorHistory.NONE : known.history(fleetMedian);
    }

    /** Takes the reports of the days before, the newest day first. */
    public static final class Builder {
        private static final int LAST_DAYS = 7;

        private final LocalDate before;
        private final Map<String, Known> sensors = new HashMap<>();
        private final Set<String> storedSensors = new HashSet<>();
        private Optional<LocalDate> newestDay = Optional.empty();
        private Optional<LocalDate> fullestDay = Optional.empty();
        private int fullestSize;
        private long fleetMedian;
        private int knownDays;

        /** The day that is being added. */
        private LocalDate day;

        private int dayBit;
        private long[] dayConsumptions = new long[64];
        private int daySize;

        public Builder(LocalDate before) {
            this.before = before;
            this.day = before;
        }

        /** Adds a sensor whose report of the day itself is stored. */
        public void addStored(String sensorId) {
            storedSensors.add(sensorId);
        }

        /** Begins a day before, older than the one added last and at most {@link #DAYS} before. */
        public void nextDay(LocalDate date) {
            endDay();
            day = date;
            dayBit = bit(date, before);
        }

        /**
         * Adds a report of the day.
         *
         * @param consumption in {@link Millionths}; an approximation is enough
         * @return whether it is the sensor's newest, so that its last reading counts
         */
        public boolean add(String sensorId, long consumption) {
            Known known = known(sensorId);
            boolean isNewest = known.days == 0;
            known.days |= dayBit;
            if (consumption >= known.largest) {
                known.secondLargest = known.largest;
                known.largest = consumption;
            } else {
                known.secondLargest = Math.max(known.secondLargest, consumption);
            }
            if (daySize == dayConsumptions.length) {
                dayConsumptions = Arrays.copyOf(dayConsumptions, 2 * daySize);
            }
            dayConsumptions[daySize++] = consumption;
            return isNewest;
        }

        /** Adds the last reading of the newest known day of a sensor. */
        public void addLastReading(String sensorId, SensorHistory.LastReading lastReading) {
            Known known = known(sensorId);
            known.hasLastReading = true;
            known.lastMicros = lastReading.micros();
            known.lastLevel = lastReading.level();
        }

        private Known known(String sensorId) {
            return sensors.computeIfAbsent(sensorId, id -> new Known());
        }

        private void endDay() {
            if (daySize == 0) {
                return;
            }
            if (knownDays < LAST_DAYS && daySize > fullestSize) {
                fullestDay = Optional.of(day);
                fullestSize = daySize;
                Arrays.sort(dayConsumptions, 0, daySize);
                fleetMedian = dayConsumptions[daySize / 2];
            }
            if (newestDay.isEmpty()) {
                newestDay = Optional.of(day);
            }
            knownDays++;
            daySize = 0;
        }

        public FleetHistory build() {
            endDay();
            return new FleetHistory(this);
        }
    }
}
