package org.empw.consumption.calculation;

import static org.empw.consumption.calculation.TestDays.DATE;
import static org.empw.consumption.calculation.TestDays.HOUR;
import static org.empw.consumption.calculation.TestDays.MIDNIGHT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which sensors fell silent before the others. */
class LastReadingsTest {
    private final LastReadings last = new LastReadings();

    @Test
    void findsTheSilentByTheMedianOfAll() {
        for (double hour : new double[] {24, 12, 23, 17, 35}) { // 35: a clock that is fast
            last.add(TestDays.at(new double[] {0, hour}, 1, 2));
        }
        assertEquals(5, last.size());
        assertEquals("s", last.sensorId(1));
        long median = last.median();
        assertEquals(23 * HOUR, median);
        assertTrue(QualityCheck.isSilent(last.micros(1), median));
        assertFalse(QualityCheck.isSilent(last.micros(3), median)); // six hours exactly
        assertTrue(QualityCheck.isSilent(last.micros(3) - 1, median));
        assertFalse(QualityCheck.isSilent(last.micros(4), median));
        assertEquals("silent since 12:00 UTC", QualityCheck.silentSince(last.micros(1)));
    }

    @Test
    void knowsAMedianOfNoneOneAndManySensors() {
        assertFalse(QualityCheck.isSilent(0, last.median() - Long.MAX_VALUE));
        for (int i = 0; i < 100; i++) {
            last.add(TestDays.at(new double[] {i % 20}, 1));
        }
        assertEquals(9 * HOUR, last.median());
    }

    @Test
    void comparesEachSensorByItsOwnDate() {
        SensorDay.Builder nextDay = new SensorDay.Builder();
        for (int i = 0; i < 3; i++) {
            nextDay.add(MIDNIGHT + 47 * HOUR, 1);
            last.add(nextDay.build("next", DATE.plusDays(1)));
        }
        last.add(TestDays.at(new double[] {23}, 1));
        assertFalse(QualityCheck.isSilent(last.micros(3), last.median()));
    }
}
