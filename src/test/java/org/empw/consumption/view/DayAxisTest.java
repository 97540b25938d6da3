package org.empw.consumption.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.Micros;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorHistory;
import org.empw.consumption.calculation.SensorResult;
import org.junit.jupiter.api.Test;

class DayAxisTest {
    @Test
    void hasTheDayInCairoAsItsAxisInWinterAndInSummer() {
        assertEquals(new DayAxis(-120, 1320), axis("2020-07-28T04:00:00Z"));
        assertEquals(new DayAxis(-180, 1260), axis("2023-07-28T04:00:00Z"));
    }

    @Test
    void hasRoomForReadingsOutsideThatDay() {
        assertEquals(new DayAxis(-120, 1381), axis("2020-07-28T23:00:01Z"));
        assertEquals(new DayAxis(-181, 1320), axis("2020-07-28T04:00:00Z", "2020-07-27T20:59:59Z"));
    }

    @Test
    void marksEverySixthHourOrTwelfth() {
        assertEquals("8.3=00 33.3=06 58.3=12 83.3=18 ", new DayAxis(-120, 1320).marks("%s=%02d "));
        assertEquals("4.0=12 28.0=00 52.0=12 76.0=00 ", new DayAxis(-14 * 60, 36 * 60).marks("%s=%02d "));
    }

    /** The axis of readings whose sensors have the date of the first one. */
    private static DayAxis axis(String... times) {
        List<SensorResult> results = new ArrayList<>();
        LocalDate date = LocalDate.parse(times[0].substring(0, 10));
        for (String time : times) {
            SensorDay.Builder day = new SensorDay.Builder();
            day.add(Micros.of(Instant.parse(time)), 0);
            results.add(new SensorResult(day.build("s", date), Consumption.NONE, "", Map.of(), SensorHistory.NONE));
        }
        return DayAxis.of(results);
    }
}
