package org.empw.consumption.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.calculation.SensorDay;

/** Keeps what it is given. */
final class RecordedReadings implements ReadingsHandler {
    final List<SensorDay> days = new ArrayList<>();
    final List<String> skipped = new ArrayList<>();

    @Override
    public void sensorDay(SensorDay day) {
        days.add(day);
    }

    @Override
    public void entrySkipped(Optional<String> sensorId, String reason) {
        skipped.add(reason);
    }
}
