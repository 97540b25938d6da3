package org.empw.consumption.calculation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/** Days and histories, short to write. */
final class TestDays {
    static final LocalDate DATE = LocalDate.parse("2020-07-28");
    static final long MIDNIGHT = Micros.of(Instant.parse("2020-07-28T00:00:00Z"));
    static final long MINUTE = 60_000_000L;
    static final long HOUR = 60 * MINUTE;

    private TestDays() {}

    /** A day with a reading every minute. */
    static SensorDay day(String levels) {
        return every(MINUTE, levels);
    }

    /** A day with a reading every so many microseconds, the first at midnight. */
    static SensorDay every(long micros, String levels) {
        SensorDay.Builder builder = new SensorDay.Builder();
        long time = MIDNIGHT;
        for (String level : levels.trim().split(" +", -1)) {
            builder.add(time, millionths(level));
            time += micros;
        }
        return builder.build("s", DATE);
    }

    /** A day with a reading at each of these hours. */
    static SensorDay at(double[] hours, double... levels) {
        SensorDay.Builder builder = new SensorDay.Builder();
        for (int i = 0; i < hours.length; i++) {
            builder.add(MIDNIGHT + Math.round(hours[i] * HOUR), Math.round(levels[i] * 1e6));
        }
        return builder.build("s", DATE);
    }

    static long millionths(String amount) {
        return Millionths.ofLevel(new BigDecimal(amount));
    }

    /** So many known days, the second largest consumption and the fleet's median, in units. */
    static SensorHistory history(int days, double secondLargest, double fleetMedian) {
        return new SensorHistory(
                days, Math.round(secondLargest * 1e6), Math.round(fleetMedian * 1e6), Optional.empty());
    }

    /** A last reading so many hours before midnight, and nothing else. */
    static SensorHistory lastReading(double hoursBefore, double level) {
        long micros = MIDNIGHT - Math.round(hoursBefore * HOUR);
        return new SensorHistory(0, 0, 0, Optional.of(new SensorHistory.LastReading(micros, Math.round(level * 1e6))));
    }

    static Map<QualityFlag, String> flags(SensorDay day, SensorHistory history) {
        return QualityCheck.check(day, ConsumptionCalculator.calculate(day), history);
    }

    static Map<QualityFlag, String> flags(String levels) {
        return flags(day(levels), SensorHistory.NONE);
    }
}
