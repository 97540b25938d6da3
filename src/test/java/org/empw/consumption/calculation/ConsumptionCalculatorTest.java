package org.empw.consumption.calculation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
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
                "9000000000000000000 0 9000000000000000000 0 9000000000000000000 | 18000000000000000000",
                "0.00000000000000000001 123456789  | 123456788.99999999999999999999",
                "0 1000000000000000000000          | 1000000000000000000000",
                "0 0.000000000000000000000000005   | 0.000000000000000000000000005",
            })
    void addsUpTheRises(String levels, String consumption) {
        assertEquals(consumption, calculate(readings(levels.split(" "))).total().toPlainString());
    }

    @Test
    void tellsOfFallsAndTheLargestRise() {
        Consumption consumption = calculate(readings("100", "123.5", "13", "20", "19"));
        assertEquals("30.5", consumption.total().toPlainString());
        assertEquals(2, consumption.falls());
        assertEquals("111.5", consumption.fallen().toPlainString());
        assertEquals("23.5", consumption.largestRise().toPlainString());
    }

    @Test
    void sortsByTime() {
        List<Reading> readings = new ArrayList<>(readings("126", "128", "230"));
        Collections.swap(readings, 0, 2);
        SensorDay day = SensorDay.of("s", DAY, readings);
        assertEquals("104", ConsumptionCalculator.calculate(day).total().toPlainString());
        assertEquals(2, day.outOfOrder());
        assertEquals(new Reading(MORNING, new BigDecimal("126")), day.reading(0));
    }

    @Test
    void keepsTheOrderOfArrivalWithinAMoment() {
        List<Reading> readings = List.of(
                new Reading(MORNING.plusSeconds(9), new BigDecimal("1")),
                new Reading(MORNING, new BigDecimal("7")),
                new Reading(MORNING, new BigDecimal("3")),
                new Reading(MORNING, new BigDecimal("9")));
        assertEquals("6", calculate(readings).total().toPlainString()); // 7, 3, 9, 1
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isNeverNegative(int seed) {
        assertTrue(calculate(random(seed)).total().signum() >= 0);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isWhatAPlainSumInBigDecimalGives(int seed) {
        List<Reading> readings = random(seed);
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 1; i < readings.size(); i++) {
            sum = sum.add(readings.get(i)
                    .waterLevel()
                    .subtract(readings.get(i - 1).waterLevel())
                    .max(BigDecimal.ZERO));
        }
        assertEquals(0, sum.compareTo(calculate(readings).total()), sum + " is not " + calculate(readings));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void doesNotDependOnAConstantAddedToAllLevels(int seed) {
        List<Reading> readings = random(seed);
        BigDecimal constant = BigDecimal.valueOf(new Random(seed).nextLong(), 7);
        List<Reading> shifted = readings.stream()
                .map(reading ->
                        new Reading(reading.createdAt(), reading.waterLevel().add(constant)))
                .toList();
        assertEquals(calculate(readings), calculate(shifted));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void doesNotDependOnTheOrderOfArrival(int seed) {
        List<Reading> readings = random(seed);
        List<Reading> shuffled = new ArrayList<>(readings);
        Collections.shuffle(shuffled, new Random(seed));
        assertEquals(calculate(readings), calculate(shuffled));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void addsUpOverADaySplitAtAnyReading(int seed) {
        List<Reading> readings = random(seed);
        for (int split = 0; split < readings.size(); split++) {
            BigDecimal morning = calculate(readings.subList(0, split + 1)).total();
            BigDecimal evening =
                    calculate(readings.subList(split, readings.size())).total();
            assertEquals(0, calculate(readings).total().compareTo(morning.add(evening)), "split at " + split);
        }
    }

    /** Up to 30 readings in order of time, of any size and number of decimals; one in three days needs more than a long. */
    private static List<Reading> random(int seed) {
        Random random = new Random(seed);
        List<Reading> readings = new ArrayList<>();
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            BigDecimal level = seed % 3 == 0
                    ? BigDecimal.valueOf(random.nextLong(), random.nextInt(30))
                    : BigDecimal.valueOf(random.nextInt(), random.nextInt(6));
            readings.add(new Reading(MORNING.plusMillis(i * 900_000L + random.nextInt(1_000)), level));
        }
        return readings;
    }

    private static List<Reading> readings(String... levels) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            readings.add(new Reading(MORNING.plusSeconds(i), new BigDecimal(levels[i])));
        }
        return readings;
    }

    private static Consumption calculate(List<Reading> readings) {
        return ConsumptionCalculator.calculate(SensorDay.of("s", DAY, readings));
    }
}
