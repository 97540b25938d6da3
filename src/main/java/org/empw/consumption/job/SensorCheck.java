package org.empw.consumption.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.text.Counted;
import org.empw.consumption.view.DayObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the sensors that sent readings with those that are registered. Never spoils a run. */
public final class SensorCheck implements DayObserver {

    private static final Logger log = LoggerFactory.getLogger(SensorCheck.class);

    /** How many sensors are named in a warning. */
    private static final int MAX_NAMED = 20;

    private final Set<String> heardOf = new HashSet<>();

    @Override
    public void restart() {
        heardOf.clear();
    }

    @Override
    public void sensorDay(SensorDay day, Consumption consumption, boolean contradicted) {
        if (day.size() > 0 || !day.skipped().isEmpty()) {
            heardOf.add(day.sensorId());
        }
    }

    /** Asks {@code api} for the registered sensors, and warns of the silent and the unknown ones. */
    public void warn(ApiClient api) {
        Optional<Set<String>> registered = api.registeredSensors();
        if (registered.isEmpty()) {
            return;
        }
        warn(registered.get(), heardOf, "is registered and sent nothing", "are registered and sent nothing");
        warn(
                heardOf,
                registered.get(),
                "is no longer registered: the API drops its report without a word",
                "are no longer registered: the API drops their reports without a word");
    }

    private static void warn(Set<String> all, Set<String> known, String about, String aboutSeveral) {
        List<String> others = new ArrayList<>();
        int count = 0;
        for (String sensor : all) {
            if (!known.contains(sensor) && ++count <= MAX_NAMED) {
                others.add('"' + sensor + '"');
            }
        }
        if (count > 0) {
            log.warn(
                    "{} {}: {}{}",
                    Counted.of(count, "sensor"),
                    count == 1 ? about : aboutSeveral,
                    String.join(", ", others),
                    count > MAX_NAMED ? " and others" : "");
        }
    }
}
