package org.empw.consumption.calculation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensorDayTest {
    private static final LocalDate DAY = LocalDate.parse("2020-07-28");
    private static final Instant MORNING = Instant.parse("2020-07-28T04:00:00Z");

    @Test
    void sortsByTime() {
        SensorDay day = Measured.day("s", DAY, List.of(reading(2, "230"), reading(1, "128"), reading(0, "126")));
        assertEquals(List.of("126", "128", "230"), levels(day));
        assertEquals(MORNING, day.time(0));
        assertEquals(2, day.outOfOrder());
    }

    @Test
    void keepsTheOrderOfArrivalWithinAMoment() {
        SensorDay day =
                Measured.day("s", DAY, List.of(reading(9, "1"), reading(0, "7"), reading(0, "3"), reading(0, "9")));
        assertEquals(List.of("7", "3", "9", "1"), levels(day));
    }

    @Test
    void holdsADayOfAnyNumberOfReadingsAndThenAnother() {
        SensorDay.Builder builder = new SensorDay.Builder();
        for (int size : new int[] {0, 127, 128, 129, 1_000, 3}) {
            for (int i = 0; i < size; i++) {
                builder.add(Micros.of(MORNING.plusSeconds(i)), i);
            }
            SensorDay day = builder.build("s", DAY);
            assertEquals(size, day.size());
            for (int i = 0; i < size; i++) {
                assertEquals(i, day.level(i));
                assertEquals(MORNING.plusSeconds(i), day.time(i));
            }
            assertEquals(0, day.outOfOrder());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2020-07-27T10:00:00Z, 1",
        "2020-07-27T09:59:59.999999Z, 0",
        "2020-07-29T12:00:00Z, 1",
        "2020-07-29T12:00:00.000001Z, 0",
        "1970-01-01T00:00:00Z, 0"
    })
    void skipsAReadingThatIsOfAnotherDayInEveryZone(String time, int usable) {
        SensorDay.Builder builder = new SensorDay.Builder();
        builder.add(Micros.of(Instant.parse(time)), 1);
        SensorDay day = builder.build("s", DAY);
        assertEquals(usable, day.size());
        assertEquals(1 - usable, day.skippedCount());
        if (usable == 0) {
            assertEquals(
                    "the reading of " + time + " is of another day",
                    day.skipped().get(0).reason());
        }
    }

    @Test
    void keepsTheOtherReadingsInOrderWhenOneIsOfAnotherDay() {
        List<Measured> readings =
                new ArrayList<>(List.of(reading(0, "264.3"), reading(60, "265.3"), reading(30, "265")));
        readings.add(1, new Measured(Instant.EPOCH, new BigDecimal("1.3")));
        SensorDay day = Measured.day("s", DAY, readings);
        assertEquals(List.of("264.3", "265", "265.3"), levels(day));
        assertEquals(1, day.outOfOrder());
        assertEquals(4, day.size() + day.skippedCount());
    }

    @Test
    void countsSkippedReadingsBeyondThoseItKeeps() {
        SensorDay.Builder builder = new SensorDay.Builder();
        for (int i = 0; i < 1_001; i++) {
            builder.skip(new SkippedReading("reading " + i, Optional.empty()));
        }
        assertEquals(1_001, builder.readings());
        SensorDay day = builder.build("s", DAY);
        assertEquals(1_001, day.skippedCount());
        assertEquals(1_000, day.skipped().size());
        assertEquals(0, builder.readings());
    }

    @Test
    void countsTimeInMicroseconds() {
        for (String time : List.of("1969-12-31T23:59:59.5Z", "2020-07-28T04:00:00.123456Z")) {
            assertEquals(
                    time.replace(".5Z", ".500Z"),
                    Micros.toInstant(Micros.of(Instant.parse(time))).toString());
        }
        assertThrows(ArithmeticException.class, () -> Micros.of(Instant.MAX));
    }

    @ParameterizedTest
    @CsvSource({
        "2020-07-28, 2020-07-28T00:00:00Z, 00:00",
        "2020-07-28, 2020-07-28T23:59:59.999Z, 23:59",
        "2020-07-28, 2020-07-29T00:00:00Z, 00:00 on the 29th",
        "2020-07-25, 2020-07-24T21:58:01Z, 21:58 on the 24th",
        "2020-08-01, 2020-07-31T21:58:00Z, 21:58 on the 31st",
        "2020-08-03, 2020-08-02T21:58:00Z, 21:58 on the 2nd",
        "2020-08-24, 2020-08-23T21:58:00Z, 21:58 on the 23rd",
        "2020-08-12, 2020-08-11T21:58:00Z, 21:58 on the 11th",
        "2020-08-14, 2020-08-13T21:58:00Z, 21:58 on the 13th",
        "2020-08-21, 2020-08-20T21:58:00Z, 21:58 on the 20th"
    })
    void saysATimeOfAnotherDayWithItsDate(LocalDate date, Instant time, String said) {
        SensorDay.Builder builder = new SensorDay.Builder();
        builder.add(Micros.of(time), 1);
        assertEquals(said, builder.build("s", date).clock(0));
    }

    private static Measured reading(int minutes, String level) {
        return new Measured(MORNING.plusSeconds(60L * minutes), new BigDecimal(level));
    }

    private static List<String> levels(SensorDay day) {
        List<String> levels = new ArrayList<>();
        for (int i = 0; i < day.size(); i++) {
            levels.add(Millionths.format(day.level(i)));
        }
        return levels;
    }
}
