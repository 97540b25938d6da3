package org.empw.consumption.calculation;

import static org.empw.consumption.calculation.TestDays.HOUR;
import static org.empw.consumption.calculation.TestDays.at;
import static org.empw.consumption.calculation.TestDays.day;
import static org.empw.consumption.calculation.TestDays.every;
import static org.empw.consumption.calculation.TestDays.flags;
import static org.empw.consumption.calculation.TestDays.history;
import static org.empw.consumption.calculation.TestDays.lastReading;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualityCheckTest {
    private static final String SEVEN_TURNS = "10 14 10 14 10 14 10 14 10 14 10 14 10 14 10 ";

    @Test
    void namesTheWorstFirst() {
        assertEquals(
                "STEP, MUCH, THERE_AND_BACK, NOISE, NEGATIVE_LEVEL, SAME_TIME, HOLE, SILENT, SINGLE_READING",
                String.join(
                        ", ", Stream.of(QualityFlag.values()).map(Enum::name).toList()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7  | 50 | 0  | 0 101 | 101 of 101 came in one step",
                "7  | 50 | 0  | 0 100 | ",
                "6  | 50 | 0  | 0 101 | ",
                "28 | 0  | 50 | 0 101 | 101 of 101 came in one step",
                "28 | 51 | 50 | 0 101 | ",
                "28 | 0  | 0  | 0 101 | ",
                "0  | 0  | 50 | 0 1000| ",
                "0  | 0  | 0  | 0 1 2 3.5 5 80.5 | 75.5 of 80.5 came in one step",
                "0  | 0  | 0  | 0 1 2 3.5 5 80   | ", // 50 times the second largest exactly
                "0  | 0  | 0  | 0 1 2 3.5 103.5  | ", // four rises
                "0  | 0  | 0  | 0 80 81 82.5 83 84 | 80 of 84 came in one step",
            })
    void flagsAStep(int known, double secondLargest, double median, String levels, String reason) {
        Map<QualityFlag, String> flags = flags(day(levels), history(known, secondLargest, median));
        assertEquals(reason, flags.get(QualityFlag.STEP));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7  | 10 | 10 | 10 20 30 40 50.5 | 5 times its second largest day of the last 28",
                "7  | 10 | 0  | 10 20 30 40 50   | ",
                "6  | 10 | 0  | 10 20 30 40 50.5 | ",
                "28 | 1  | 10 | 30 60 90 120 144 | 14 times the median of all sensors",
                "28 | 10 | 1  | 30 60 90 120 145 | 15 times its second largest day of the last 28",
                "28 | 0  | 0  | 30 60 90 120 145 | ",
            })
    void flagsMoreThanFiveLargeDays(int known, double secondLargest, double median, String levels, String reason) {
        Map<QualityFlag, String> flags = flags(day("0 " + levels), history(known, secondLargest, median));
        assertEquals(reason, flags.get(QualityFlag.MUCH));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 11 8807.5 11 11 12 13 14         | 8796.5 of 8800.5 was there and back",
                "10 10 10 10 110 10 10               | ", // seven readings
                "10 10 10 10 110 10 10 10            | 100 of 100 was there and back",
                "10 10 110 110 110 110 10 10         | 100 of 100 was there and back", // a spike of four readings
                "110 10 10 10 110 110 110 110        | 100 of 100 was there and back", // a drop-out
                "0 0 0 0 100 20 20 20                | 100 of 100 was there and back", // a fifth exactly
                "0 0 0 0 100 19 19 19                | 100 of 100 was there and back",
                "0 0 0 0 100 20.1 20.1 20.1          | ", // the level does not return
                "0 0 0 0 100 60 0 0                  | ", // two falls take it back
                "0 0 0 50 100 0 0 0                  | ", // two rises
                "0 30 130 30 60 90 120 150 180       | 100 of 280 was there and back",
                "0 30 130 30 60 90 120 150 180 210   | ", // less than a third
                "0 34 134 34 34 34 34 34             | ", // not three times what did not return
                "0 33 133 33 33 33 33 33             | 100 of 133 was there and back",
                "0 100 0 100 0 100 0 0               | 300 of 300 was there and back",
                "0 0 0 10 0 0 0 10 20                | ", // a third exactly
            })
    void flagsWhatIsThereAndBack(String levels, String reason) {
        assertEquals(reason, flags(levels).get(QualityFlag.THERE_AND_BACK));
    }

    @Test
    void findsReturnsByFallsOfLittleMoreThanATwentyFifth() {
        StringBuilder levels = new StringBuilder("0");
        for (int i = 0; i < 17; i++) { // each up by 10 and down by 8, which is a twenty-first of 170
            levels.append(" " + (10 + 2 * i) + " " + (2 + 2 * i));
        }
        assertEquals("170 of 170 was there and back", flags(levels.toString()).get(QualityFlag.THERE_AND_BACK));
    }

    @Test
    void looksForAReturnWithinSixHours() {
        double[] hours = {0, 1, 2, 3, 9, 10, 11, 12};
        assertTrue(flags(at(hours, 0, 0, 0, 100, 100, 0, 0, 0), SensorHistory.NONE)
                .containsKey(QualityFlag.THERE_AND_BACK));
        hours[4] = 9.001; // from the rise to the last reading before the fall
        assertFalse(flags(at(hours, 0, 0, 0, 100, 100, 0, 0, 0), SensorHistory.NONE)
                .containsKey(QualityFlag.THERE_AND_BACK));
        hours[4] = 9;
        assertTrue(
                flags(at(hours, 9, 9, 9, 0, 0, 9, 9, 9), SensorHistory.NONE).containsKey(QualityFlag.THERE_AND_BACK));
        hours[4] = 9.001;
        assertFalse(
                flags(at(hours, 9, 9, 9, 0, 0, 9, 9, 9), SensorHistory.NONE).containsKey(QualityFlag.THERE_AND_BACK));
    }

    @ParameterizedTest
    @CsvSource({"1,true", "48,true", "48.001,false", "0,false", "-1,false"})
    void seesAReturnToTheLevelOfTheDayBefore(double hoursBefore, boolean expected) {
        SensorDay day = day("0 0 0 0 100 100 101 102");
        assertFalse(flags(day, SensorHistory.NONE).containsKey(QualityFlag.THERE_AND_BACK));
        Map<QualityFlag, String> flags = flags(day, lastReading(hoursBefore, 100));
        assertEquals(
                expected ? "100 of 102 was there and back" : null, flags.get(QualityFlag.THERE_AND_BACK), "" + flags);
        assertEquals(Map.of(), flags(day, lastReading(hoursBefore, 121)), "too far from 100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                SEVEN_TURNS + "             | went down again 7 times: 28 of 28",
                SEVEN_TURNS + "206          | went down again 7 times: 28 of 224", // an eighth exactly
                SEVEN_TURNS + "205.9        | went down again 7 times: 28 of 223.9",
                "10 14 10 14 10 14 10 14 10 14 10 14 10 | ", // six turns
                "0 1 1 0.5 1 1 0.5 1 0.5 1 0.5 1 0.5 1 0.5 1 0.5 9 | went down again 7 times: 3.5 of 12.5",
                "9 8 9 8 8 7 8 7 8 7 8 7 8 7 8 7 8 7 | went down again 7 times: 7 of 7", // a fall first is no turn
            })
    void flagsNoise(String levels, String reason) {
        boolean anEighth = levels.endsWith("206");
        assertEquals(anEighth ? null : reason, flags(levels).get(QualityFlag.NOISE));
    }

    @Test
    void flagsALevelBelowZero() {
        assertEquals("the lowest level is -3.5", flags("1 -3.5 -2 4").get(QualityFlag.NEGATIVE_LEVEL));
        assertEquals("the lowest level is -2", flags("-2 -1 4").get(QualityFlag.NEGATIVE_LEVEL));
        assertFalse(flags("0 1").containsKey(QualityFlag.NEGATIVE_LEVEL));
    }

    @Test
    void flagsTwoLevelsOfOneTimeButNotOneLevelTwice() {
        assertEquals(
                "two readings of 2020-07-28T01:00:00Z have different levels",
                flags(at(new double[] {0, 1, 1, 2, 2}, 5, 6, 7, 7, 8), SensorHistory.NONE)
                        .get(QualityFlag.SAME_TIME));
        for (double[] hours : List.of(new double[] {0, 0, 1}, new double[] {0, 1, 2})) {
            assertFalse(flags(at(hours, 5, 5, 7), SensorHistory.NONE).containsKey(QualityFlag.SAME_TIME));
        }
    }

    @Test
    void flagsAFallAcrossHoursWithoutReadings() {
        assertEquals(
                Map.of(QualityFlag.HOLE, "fell by 172 across 12 h without readings"),
                flags(at(new double[] {1, 13, 14}, 180, 8, 9), SensorHistory.NONE));
        assertEquals(
                Map.of(QualityFlag.HOLE, "fell by 3.5 across 15 h without readings"),
                flags(at(new double[] {0, 7, 14.6, 22}, 5, 4, 1.5, 9), SensorHistory.NONE));
        for (int late :
                new int[] {0, 15}) { // minutes: a sensor that sends every six hours is not on time to the second
            SensorDay four = every(6 * HOUR + late * TestDays.MINUTE, "9 8 7 6");
            assertEquals(Map.of(), flags(four, SensorHistory.NONE));
        }
        assertEquals(
                Map.of(QualityFlag.HOLE, "fell by 1 across 6 h without readings"),
                flags(every(6 * HOUR + 15 * TestDays.MINUTE + 1, "9 8"), SensorHistory.NONE));
        assertEquals(Map.of(), flags(at(new double[] {0, 12}, 5, 6), SensorHistory.NONE), "a rise");
    }

    @Test
    void flagsASingleReading() {
        assertEquals(Map.of(QualityFlag.SINGLE_READING, "a single reading, so its 0 is a guess"), flags("5"));
        assertEquals(Map.of(), flags("5 6"));
        assertEquals(Map.of(), flags(at(new double[0]), lastReading(1, 5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "126 128 230", // the first sample
                "100 123 13 20", // with a refill
                "100 13 20", // a new meter
                "5 5 5 5 5 5 5 5", // a flat line
                "9 8 7 6 5 4 3 2 1",
                "15 18 21 8 9 11 14 16 9 12 15" // a tank that is refilled
            })
    void leavesOrdinaryDaysAlone(String levels) {
        assertEquals(Map.of(), flags(levels));
    }
}
