package org.empw.consumption.calculation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.empw.consumption.calculation.ReadingTimes.OfSensor;
import org.junit.jupiter.api.Test;

class ReadingTimesTest {
    private static final LocalDate DAY = LocalDate.of(2020, 7, 28);
    private static final long MIDNIGHT = Micros.of(Instant.parse("2020-07-28T00:00:00Z"));
    private static final long HOUR = 3_600_000_000L;

    private final ReadingTimes times = new ReadingTimes();

    @Test
    void findsTheSilentByTheMedianOfAll() {
        add("late", DAY, 24 * HOUR);
        add("silent", DAY, 12 * HOUR);
        add("median", DAY, 23 * HOUR);
        add("six hours exactly", DAY, 17 * HOUR);
        add("a fast clock", DAY, 35 * HOUR);
        assertEquals(23 * HOUR, times.medianOfLast());
        assertEquals(List.of(new OfSensor("silent", DAY, 12 * HOUR, 12 * HOUR, true)), times.silent());
        assertEquals("silent since 12:00 UTC", QualityCheck.silentSince(DAY, 12 * HOUR));
        assertEquals("silent since 21:30 on the 27th, UTC", QualityCheck.silentSince(DAY, -5 * HOUR / 2));
        add("a microsecond more", DAY, 17 * HOUR - 1);
        add("on time", DAY, 23 * HOUR);
        assertEquals(
                List.of("silent", "a microsecond more"),
                times.silent().stream().map(OfSensor::sensorId).toList());
    }

    @Test
    void knowsAMedianOfNoneOneAndManySensors() {
        assertEquals(Long.MAX_VALUE, times.medianOfLast());
        assertEquals(List.of(), times.silent());
        times.add(new SensorResult(
                new SensorDay.Builder().build("empty", DAY), none(), "", Map.of(), SensorHistory.NONE));
        assertEquals(Long.MAX_VALUE, times.medianOfLast());
        for (int i = 0; i < 100; i++) {
            add("s" + i, DAY, (i % 20) * HOUR);
        }
        assertEquals(9 * HOUR, times.medianOfLast());
    }

    @Test
    void comparesEachSensorByItsOwnDate() {
        for (int i = 0; i < 3; i++) {
            add("next" + i, DAY.plusDays(1), 47 * HOUR);
        }
        add("this", DAY, 23 * HOUR);
        assertEquals(List.of(), times.silent());
    }

    private void add(String sensorId, LocalDate date, long micros) {
        SensorDay.Builder day = new SensorDay.Builder();
        day.add(MIDNIGHT + micros, 1);
        times.add(new SensorResult(day.build(sensorId, date), none(), "", Map.of(), SensorHistory.NONE));
    }

    private static Consumption none() {
        return Consumption.NONE;
    }
}
