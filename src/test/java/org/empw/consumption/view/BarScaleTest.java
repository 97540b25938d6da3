package org.empw.consumption.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorHistory;
import org.empw.consumption.calculation.SensorResult;
import org.junit.jupiter.api.Test;

class BarScaleTest {
    private static List<SensorResult> sensors(long... totals) {
        SensorDay day = new SensorDay.Builder().build("s", PageOfSensors.DATE);
        return Arrays.stream(totals)
                .mapToObj(
                        total -> new SensorResult(day, new Consumption(total, 0, 0), "", Map.of(), SensorHistory.NONE))
                .collect(Collectors.toList());
    }

    @Test
    void endsAtTheLargest() {
        assertEquals(new BarScale(7, false), BarScale.of(sensors(3, 7, 0)));
        assertEquals(new BarScale(1, false), BarScale.of(sensors()));
        assertEquals(new BarScale(1, false), BarScale.of(sensors(0, 0)));
    }

    @Test
    void endsBeforeWhatIsMoreThanTenTimesTheTenthLargest() {
        assertEquals(new BarScale(90, false), BarScale.of(sensors(90, 9, 9, 9, 9, 9, 9, 9, 9, 9, 1)));
        assertEquals(new BarScale(80, true), BarScale.of(sensors(9, 9, 9, 9, 80, 9, 9, 9, 9, 9, 1, 91, 100)));
        assertEquals(new BarScale(9, true), BarScale.of(sensors(9, 9, 9, 9, 9, 9, 9, 9, 9, 91)));
        long most = Long.MAX_VALUE;
        assertEquals(
                new BarScale(most, false),
                BarScale.of(sensors(LongStream.generate(() -> most).limit(20).toArray())));
    }

    @Test
    void endsAtAWholeNumberWhereThatIsLarge() {
        assertEquals(new BarScale(999_999_999, false), BarScale.of(sensors(999_999_999)));
        assertEquals(new BarScale(1_000_000_000, false), BarScale.of(sensors(1_000_000_000)));
        assertEquals(new BarScale(1_001_000_000, false), BarScale.of(sensors(1_000_000_001)));
        assertEquals("<i style=\"width:100.0%\"></i>", new BarScale(1_001_000_000, false).bar(1_000_500_001));
    }

    @Test
    void isNotCutWhereThereAreNotTenToCompareWith() {
        assertEquals(new BarScale(900, false), BarScale.of(sensors(900, 1, 1, 1, 1, 1, 1, 1, 1)));
        assertEquals(new BarScale(900, false), BarScale.of(sensors(900, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0)));
    }

    @Test
    void drawsABarInProportionNoneForNothingAndABrokenOneBeyondTheEnd() {
        BarScale scale = new BarScale(2_000, true);
        assertEquals("<i style=\"width:100.0%\"></i>", scale.bar(2_000));
        assertEquals("<i style=\"width:0.1%\"></i>", scale.bar(1));
        assertEquals("", scale.bar(0));
        assertTrue(scale.bar(2_001).contains("longer than the scale"));
    }
}
