package org.empw.consumption.calculation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;

/**
 * What one sensor's tank consumed on one day, as the API stores it.
 *
 * @param sensorId the sensor's id, as the API gave it
 * @param date the day, as the API gave it (its own zone is Africa/Cairo)
 * @param consumption never negative, in the unit of the sensor's water level, without trailing zeros
 */
public record ConsumptionReport(String sensorId, LocalDate date, BigDecimal consumption) {
    private static final int MAX_ID_LENGTH = 64;

    /** A day and a sensor: there is at most one report for them. */
    public record Key(LocalDate date, String sensorId) {}

    public Key key() {
        return new Key(date, sensorId);
    }

    public static Set<Key> keys(Iterable<ConsumptionReport> reports) {
        Set<Key> keys = new HashSet<>();
        reports.forEach(report -> keys.add(report.key()));
        return keys;
    }

    /** Whether a text can be a sensor's id: 1 to 64 printable ASCII characters that are not all spaces. */
    public static boolean isSensorId(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return text.length() <= MAX_ID_LENGTH && !text.isBlank();
    }
}
