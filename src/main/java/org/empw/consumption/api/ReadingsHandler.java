package org.empw.consumption.api;

import java.util.Optional;
import org.empw.consumption.calculation.SensorDay;

/** Receives the readings of the previous day while they arrive, one sensor at a time. */
public interface ReadingsHandler {
    /** One sensor's day; it may hold no usable reading. */
    void sensorDay(SensorDay day);

    /**
     * An entry that names no sensor, no day or no readings and therefore cannot be used.
     *
     * @param sensorId of the sensor; empty where it names none
     * @param reason a sentence that names the entry; text from the server in it is not yet escaped
     */
    void entrySkipped(Optional<String> sensorId, String reason);
}
