package org.empw.consumption.calculation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConsumptionCalculatorTest {
    private static final LocalDate DAY = LocalDate.parse("2020-07-28");
    private static final Instant MORNING = Instant.parse("2020-07-28T04:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "126 128 230                       | 104",
                "100 123 13 20                     | 30",
                "5                                 | 0",
                "5 5 5                             | 0",
                "9 8 7                             | 0",
                "0.1 0.3                           | 0.2",
                "0.1 0.2 0.3                       | 0.2",
                "126.00 230.0                      | 104",
                "0 100                             | 100",
                "-5 5                              | 10",
                "-1000000000 1000000000            | 2000000000",
                "0 0.0000004 0.000001              | 0.000001",
                "0.3 12.600000000000001            | 12.3",
            })
    void addsUpTheRises(String levels, String consumption) {
        assertEquals(consumption, total(readings(levels.split(" "))));
    }

    @Test
    void countsFallsAsNothing() {
        Consumption consumption = calculate(readings("100", "123.5", "13", "20", "19"));
        assertEquals("30.5", Millionths.format(consumption.total()));
        assertEquals(2, consumption.falls());
    }

    @Test
    void failsWhereASumIsMoreThanALongHolds() {
        SensorDay.Builder day = new SensorDay.Builder();
        long time = Micros.of(MORNING);
        for (int i = 0; i < 4_611 * 2 + 2; i++) {
            day.add(time++, i % 2 == 0 ? -Millionths.MAX_LEVEL : Millionths.MAX_LEVEL);
        }
        SensorDay built = day.build("s", DAY);
        assertThrows(ArithmeticException.class, () -> ConsumptionCalculator.calculate(built));
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isWhatAPlainSumInBigDecimalGives(int seed) {
        List<Measured> readings = random(seed);
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 1; i < readings.size(); i++) {
            BigDecimal rise = rounded(readings.get(i)).subtract(rounded(readings.get(i - 1)));
            sum = sum.add(rise.max(BigDecimal.ZERO));
        }
        assertEquals(0, sum.compareTo(new BigDecimal(total(readings))), sum + " is not " + total(readings));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void doesNotDependOnAConstantAddedToAllLevels(int seed) {
        List<Measured> readings = random(seed);
        BigDecimal constant = BigDecimal.valueOf(new Random(seed).nextInt(), 3);
        List<Measured> shifted = readings.stream()
                .map(reading ->
                        new Measured(reading.createdAt(), rounded(reading).add(constant)))
                .toList();
        assertEquals(calculate(readings), calculate(shifted));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void doesNotDependOnTheOrderOfArrival(int seed) {
        List<Measured> readings = random(seed);
        List<Measured> shuffled = new ArrayList<>(readings);
        Collections.shuffle(shuffled, new Random(seed));
        assertEquals(calculate(readings), calculate(shuffled));
        assertTrue(calculate(readings).total() >= 0);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void addsUpOverADaySplitAtAnyReading(int seed) {
        List<Measured> readings = random(seed);
        for (int split = 0; split < readings.size(); split++) {
            long morning = calculate(readings.subList(0, split + 1)).total();
            long evening = calculate(readings.subList(split, readings.size())).total();
            assertEquals(calculate(readings).total(), morning + evening, "split at " + split);
        }
    }

    /** Up to 30 readings in order of time, with any number of decimals. */
    private static List<Measured> random(int seed) {
        Random random = new Random(seed);
        List<Measured> readings = new ArrayList<>();
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            BigDecimal level = BigDecimal.valueOf(random.nextInt(), 2 + random.nextInt(8));
            readings.add(new Measured(MORNING.plusMillis(i * 900_000L + random.nextInt(1_000)), level));
        }
        return readings;
    }

    private static BigDecimal rounded(Measured reading) {
        return reading.waterLevel().setScale(6, RoundingMode.HALF_UP);
    }

    private static List<Measured> readings(String... levels) {
        List<Measured> readings = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            readings.add(new Measured(MORNING.plusSeconds(i), new BigDecimal(levels[i])));
        }
        return readings;
    }

    private static String total(List<Measured> readings) {
        return Millionths.format(calculate(readings).total());
    }

    private static Consumption calculate(List<Measured> readings) {
        return ConsumptionCalculator.calculate(Measured.day("s", DAY, readings));
    }
}
