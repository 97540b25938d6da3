package org.empw.consumption.calculation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QualityCheckTest {
    private static final LocalDate DAY = LocalDate.parse("2020-07-28");
    private static final Instant MIDNIGHT = Instant.parse("2020-07-28T00:00:00Z");
    private static final long HOUR = 3_600_000_000L;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100 0 100                  | 100 of 100 is there and back",
                "5 6 99999 7 8              | 99992 of 99995 is there and back",
                "50 -999 51 52              | 1049 of 1051 is there and back",
                "10 11 10 11 10 11          | 3 of 3 is there and back",
                "0 100 50 50                | 50 of 100 is there and back",
                "0 100 -100 -100            | 100 of 100 is there and back",
                "130 30 130 100 100         | 100 of 100 is there and back",
                "100 90 100 0 70            | 80 of 80 is there and back",
                "0 3 1.5 7.5 7.5 0 0        | 1.5 of 9 is there and back",
            })
    void measuresWhatIsThereAndBack(String levels, String reason) {
        SensorDay day = day(levels);
        Consumption consumption = ConsumptionCalculator.calculate(day);
        long sum = 0;
        for (int i = 0; i < day.size(); i++) {
            sum += QualityCheck.thereAndBack(day, i);
        }
        assertEquals(
                reason,
                Millionths.format(sum) + " of " + Millionths.format(consumption.total()) + " is there and back");
        boolean flagged = sum > consumption.total() / 3;
        assertEquals(
                flagged ? reason : "",
                QualityCheck.check(day, consumption).getOrDefault(QualityFlag.THERE_AND_BACK, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "126 128 230", // the user's sample
                "100 123 13 20", // with a refill
                "100 13 20", // a new meter
                "5 5 5", // a flat line
                "9 8 7",
                "0 100 51 51", // the fall is less than half of the rise
                "0 100 -101 -101", // or more than twice
                "0 10 20 10 10" // a third exactly would be 6.7; 10 of 20 is more
            })
    void flagsOnlyRisesThatAFallUndoes(String levels) {
        boolean expected = levels.equals("0 10 20 10 10");
        assertEquals(expected, flags(levels).containsKey(QualityFlag.THERE_AND_BACK), levels);
    }

    @Test
    void doesNotFlagAThirdExactly() {
        assertFalse(flags("0 10 0 0 20").containsKey(QualityFlag.THERE_AND_BACK));
        assertTrue(flags("0 10.1 0 0 20").containsKey(QualityFlag.THERE_AND_BACK));
    }

    @Test
    void flagsALevelBelowZero() {
        assertEquals("the lowest level is -3.5", flags("1 -3.5 -2 4").get(QualityFlag.NEGATIVE_LEVEL));
        assertFalse(flags("0 1").containsKey(QualityFlag.NEGATIVE_LEVEL));
    }

    @Test
    void flagsTwoLevelsOfOneTimeButNotOneLevelTwice() {
        assertTrue(flags(day(new long[] {0, 0, 1}, 5, 6, 7)).containsKey(QualityFlag.SAME_TIME));
        assertFalse(flags(day(new long[] {0, 0, 1}, 5, 5, 7)).containsKey(QualityFlag.SAME_TIME));
        assertFalse(flags(day(new long[] {0, 1, 2}, 5, 6, 7)).containsKey(QualityFlag.SAME_TIME));
    }

    @Test
    void flagsASingleReading() {
        assertEquals(Map.of(QualityFlag.SINGLE_READING, "a single reading, so its 0 is a guess"), flags("5"));
        assertEquals(Map.of(), flags("5 6"));
        assertEquals(Map.of(), flags(day(new long[0])));
    }

    @Test
    void flagsFewMetersThatOnlyCountUp() {
        Random random = new Random(7);
        int flagged = 0;
        for (int meter = 0; meter < 1_000; meter++) {
            StringBuilder levels = new StringBuilder();
            int level = random.nextInt(1_000);
            for (int i = 0; i < 24 + random.nextInt(264); i++) {
                boolean refilled = random.nextInt(100) == 0;
                level = refilled ? random.nextInt(Math.max(1, level / 2)) : level + random.nextInt(30);
                levels.append(level).append(' ');
            }
            flagged += flags(levels.toString()).containsKey(QualityFlag.THERE_AND_BACK) ? 1 : 0;
        }
        assertTrue(flagged <= 1, flagged + " of 1000");
    }

    private static Map<QualityFlag, String> flags(String levels) {
        return flags(day(levels));
    }

    private static Map<QualityFlag, String> flags(SensorDay day) {
        return QualityCheck.check(day, ConsumptionCalculator.calculate(day));
    }

    private static SensorDay day(String levels) {
        List<Measured> readings = new ArrayList<>();
        for (String level : levels.trim().split(" +", -1)) {
            readings.add(new Measured(MIDNIGHT.plusSeconds(60L * readings.size()), new BigDecimal(level)));
        }
        return Measured.day("s", DAY, readings);
    }

    private static SensorDay day(long[] hours, int... levels) {
        SensorDay.Builder builder = new SensorDay.Builder();
        for (int i = 0; i < hours.length; i++) {
            builder.add(SensorDay.micros(MIDNIGHT) + hours[i] * HOUR, levels[i] * 1_000_000L);
        }
        return builder.build("s", DAY);
    }
}
