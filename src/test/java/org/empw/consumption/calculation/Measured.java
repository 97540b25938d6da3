package org.empw.consumption.calculation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Measured as a test writes them down. */
record Measured(Instant createdAt, BigDecimal waterLevel) {
    static SensorDay day(String sensorId, LocalDate date, List<Measured> readings) {
        SensorDay.Builder builder = new SensorDay.Builder();
        readings.forEach(reading -> builder.add(Micros.of(reading.createdAt), Millionths.ofLevel(reading.waterLevel)));
        return builder.build(sensorId, date);
    }
}
