package org.empw.consumption.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.ConsumptionCalculator;
import org.empw.consumption.calculation.Micros;
import org.empw.consumption.calculation.Overnight;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorHistory;
import org.empw.consumption.calculation.SensorHistory.LastReading;
import org.empw.consumption.calculation.SensorResult;
import org.empw.consumption.calculation.SkippedReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelCurveTest {
    private static final LocalDate DATE = LocalDate.of(2020, 7, 28);
    private static final Instant MIDNIGHT = Instant.parse("2020-07-28T00:00:00Z");

    /** From 0 to 24 h: an hour is 25 units of 600. */
    private static final DayAxis AXIS = new DayAxis(0, 24 * 60);

    /** A reading every {@code seconds}, from midnight. */
    private static SensorDay day(int readings, int seconds, IntUnaryOperator level) {
        SensorDay.Builder day = new SensorDay.Builder();
        for (int i = 0; i < readings; i++) {
            day.add(Micros.of(MIDNIGHT.plusSeconds((long) i * seconds)), level.applyAsInt(i) * 1_000_000L);
        }
        return day.build("s", DATE);
    }

    private static String svg(SensorDay day) {
        return curve(day).svg("");
    }

    /** The curve of a day before which nothing is known. */
    private static LevelCurve curve(SensorDay day) {
        return curve(day, SensorHistory.NONE, AXIS);
    }

    /** The curve of a day with what rose overnight, on an axis that begins at 20:00. */
    private static LevelCurve curve(SensorDay day, SensorHistory history) {
        return curve(day, history, new DayAxis(-4 * 60, 20 * 60));
    }

    private static LevelCurve curve(SensorDay day, SensorHistory history, DayAxis axis) {
        Consumption consumption = ConsumptionCalculator.calculate(day).plusOvernight(Overnight.rise(day, history));
        return new LevelCurve(new SensorResult(day, consumption, "", Map.of(), history), axis);
    }

    /** A day with two readings, an hour apart. */
    private static SensorDay day(int hour, int first, int second) {
        SensorDay.Builder day = new SensorDay.Builder();
        day.add(Micros.of(MIDNIGHT) + hour * 3_600_000_000L, first * 1_000_000L);
        day.add(Micros.of(MIDNIGHT) + (hour + 1) * 3_600_000_000L, second * 1_000_000L);
        return day.build("s", DATE);
    }

    private static SensorHistory before(String time, int level) {
        LastReading last = new LastReading(Micros.of(Instant.parse(time)), level * 1_000_000L);
        return new SensorHistory(1, 0, 0, Optional.of(last));
    }

    private static String path(String kind, String svg) {
        Matcher path = Pattern.compile("class=\"" + kind + "\" d=\"(.*?)\"").matcher(svg);
        return path.find() ? path.group(1) : "";
    }

    /** The points of a path, as "x y". */
    private static List<String> points(String path) {
        List<String> points = new ArrayList<>();
        int x = 0;
        int y = 0;
        Matcher step = Pattern.compile("([MmLl])(\\d+) ?(-?\\d+)").matcher(path);
        while (step.find()) {
            boolean absolute = Character.isUpperCase(step.group(1).charAt(0));
            x = Integer.parseInt(step.group(2)) + (absolute ? 0 : x);
            y = Integer.parseInt(step.group(3)) + (absolute ? 0 : y);
            points.add(x + " " + y);
        }
        return points;
    }

    @Test
    void drawsRisesAsALineFallsDashedAndTheLastReadingAsADot() {
        int[] levels = {100, 150, 50, 75};
        String svg = svg(day(4, 3_600, i -> levels[i]));
        assertEquals("M0 50l25-44m25 88l25-22", path("rise", svg));
        assertEquals("M25 6l25 88", path("fall", svg));
        assertEquals("M75 72h0", path("end", svg));
    }

    @Test
    void drawsASingleReadingAndAFlatDayAtHalfTheHeight() {
        String single = svg(day(1, 1, i -> 7));
        assertEquals("M0 50h0", path("end", single));
        assertEquals("", path("fall", single));
        assertEquals("M0 50l25 0", path("rise", svg(day(2, 3_600, i -> 7))));
    }

    @Test
    void drawsAFlatStretchAsOneLine() {
        int[] levels = {0, 1, 1, 1, 1, 2, 0, 0, 0};
        String svg = svg(day(levels.length, 3_600, i -> levels[i]));
        assertEquals("M0 94l25-44l75 0l25-44m25 88l50 0", path("rise", svg));
    }

    @Test
    void drawsASpikeAmongAThousandReadings() {
        String svg = svg(day(1_440, 60, i -> i == 777 ? 5_000 : 100 + i / 100));
        assertTrue(points(path("rise", svg)).contains("323 6"), svg);
        assertEquals("M323 6l1 88", path("fall", svg));
    }

    @Test
    void drawsEachStepsLowestAndHighestReadingAndTheLastOne() {
        Random random = new Random(1);
        int[] levels = random.ints(86_400, 0, 1_000).toArray();
        levels[0] = 0;
        levels[1] = 999;
        levels[86_399] = 500;
        String svg = svg(day(86_400, 1, i -> levels[i]));
        List<String> drawn = points(path("rise", svg));
        int perStep = 576; // seconds in 4 units of 600
        for (int step = 0; step < 150; step++) {
            int low = step * perStep;
            int high = low;
            for (int i = low; i < (step + 1) * perStep; i++) {
                low = levels[i] < levels[low] ? i : low;
                high = levels[i] > levels[high] ? i : high;
            }
            assertTrue(drawn.contains(low / 144 + " " + y(levels[low])), "lowest of step " + step);
            assertTrue(drawn.contains(high / 144 + " " + y(levels[high])), "highest of step " + step);
        }
        assertEquals("599 50", drawn.get(drawn.size() - 1));
        assertTrue(drawn.size() <= 4 * 150 + 2, drawn.size() + " points");
    }

    private static long y(int level) {
        return Math.round(94 - level / 999.0 * 88);
    }

    @Test
    void drawsTheLargestFallOfAStepWhereAllElseInItRises() {
        // The fall from 60 to 40 is neither the lowest nor the highest of its ten minutes.
        String svg = svg(day(40, 10, i -> i < 20 ? 3 * i + 3 : 3 * i - 17));
        assertEquals(1, path("fall", svg).split("M", -1).length - 1);
        assertTrue(points(path("fall", svg)).contains("1 " + (94 - Math.round((60 - 3) / 97.0 * 88))), svg);
    }

    @Test
    void ticksSkippedReadingsOnceAndWhereTheirTimeIsOnTheAxis() {
        SensorDay.Builder day = new SensorDay.Builder();
        day.add(Micros.of(MIDNIGHT), 0);
        for (String time : List.of("2020-07-28T12:00:00Z", "2020-07-28T12:00:01Z", "2020-07-28T06:00:00Z")) {
            day.skip(new SkippedReading("x", Optional.of(Instant.parse(time))));
        }
        day.skip(new SkippedReading("x", Optional.of(Instant.parse("2020-07-30T06:00:00Z"))));
        day.skip(new SkippedReading("x", Optional.empty()));
        assertEquals("M150 0v14M300 0v14", path("skip", svg(day.build("s", DATE))));
    }

    @Test
    void describesWhatItShows() {
        assertEquals(
                "4 readings, 00:00 to 03:00, level 5 to 7, 1 fall ignored",
                curve(day(4, 3_600, i -> i < 3 ? 5 + i : 6)).description());
        assertEquals(
                "26 readings, 00:00 to 01:00 on the 29th, level 5",
                curve(day(26, 3_600, i -> 5)).description());
        assertEquals("1 reading, 00:00, level 5", curve(day(1, 1, i -> 5)).description());
    }

    @ParameterizedTest
    @CsvSource({
        "2020-07-27T20:00:00Z, 0,  M50 94L100 28l25-22, with the day which begins at 22:00",
        "2020-07-27T23:30:00Z, 0,  M87 94L100 28l25-22, at the reading before which was made after that",
        "2020-07-27T20:00:00Z, -3, M25 94L25 28l25-22,  at the first reading which was made before the day",
    })
    void beginsAtTheLevelBeforeTheDayWhereItRoseOvernight(String before, int hour, String line, String where) {
        LevelCurve curve = curve(day(hour, 8, 9), before(before, 5));
        assertEquals(line, path("rise", curve.svg("")), where);
        assertEquals(5_000_000, curve.levels().getMin());
        assertTrue(curve.description().endsWith(", level 5 to 9, 3 rose overnight"), curve.description());
        assertTrue(curve.times().endsWith(", 3 rose overnight"), curve.times());
    }

    @Test
    void beginsWithTheFirstReadingWhereNothingRoseOvernight() {
        for (SensorHistory history : List.of(before("2020-07-27T20:00:00Z", 8), before("2020-07-25T20:00:00Z", 5))) {
            LevelCurve curve = curve(day(0, 8, 9), history);
            assertEquals("M100 94l25-88", path("rise", curve.svg("")));
            assertEquals("2 readings, 00:00 to 01:00, level 8 to 9", curve.description());
        }
    }
}
