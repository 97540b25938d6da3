package org.empw.consumption.calculation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityMarksTest {
    @Test
    void marksTheStep() {
        assertEquals(List.of("4: in one step"), marks(TestDays.day("0 1 2 3 103 104")));
        assertEquals(List.of(), marks(TestDays.day("0 1 2 3 53 54")));
    }

    @Test
    void marksTheRiseThatWasTakenBackAndTheFallThatDidIt() {
        assertEquals(List.of("2: there and back", "5: there and back"), marks(TestDays.day("1 2 100 100 100 2 2 3")));
        assertEquals(
                List.of("2: there and back", "4: there and back"), marks(TestDays.day("100 100 2 2 100 100 100 101")));
        assertEquals(
                List.of("1: there and back", "2: there and back", "3: there and back"),
                marks(TestDays.day("0 100 0 100 100 100 100 101")));
    }

    @Test
    void marksTheFirstReadingWhereTheLevelFellSinceTheDayBefore() {
        SensorDay day = TestDays.day("0 0 0 0 100 100 101 102");
        assertEquals(
                List.of("0: fell since the day before: there and back", "4: there and back"),
                marks(day, ConsumptionCalculator.calculate(day), TestDays.lastReading(1, 100)));
    }

    @Test
    void marksWhereNoiseTurnsDown() {
        List<String> expected = new ArrayList<>();
        for (int i : new int[] {4, 6, 8, 10, 12, 14, 16}) { // not 1, which no rise comes before
            expected.add(i + ": down again");
        }
        assertEquals(expected, marks(TestDays.day("9 8 9 9 8 9 8 9 8 9 8 9 8 9 8 9 8 19")));
    }

    @Test
    void marksTheReadingsThatAreStrangeByThemselves() {
        assertEquals(
                List.of("0: below zero", "1: below zero; the same time as above", "3: 12 h without readings"),
                marks(TestDays.at(new double[] {0, 0, 1, 13, 23}, -2, -1, 5, 4, 5)));
    }

    @Test
    void marksOnlyWhatIsFlagged() {
        assertEquals(List.of(), marks(TestDays.day("15 18 21 8 9 11 14 16 9 12 15")));
        assertEquals(List.of(), marks(TestDays.at(new double[] {0, 7}, 1, 2)), "rose without readings");
        assertEquals(List.of(), marks(TestDays.at(new double[0])));
    }

    @Test
    void marksTheFirstReadingAsTheStepThatBeganTheDayBefore() {
        Consumption consumption = new Consumption(12_000_000, 10_000_000, 0);
        assertEquals(List.of("0: in one step"), marks(TestDays.day("0 1 2"), consumption, TestDays.history(7, 4, 0)));
    }

    private static List<String> marks(SensorDay day) {
        return marks(day, ConsumptionCalculator.calculate(day), SensorHistory.NONE);
    }

    /** The readings with marks. */
    private static List<String> marks(SensorDay day, Consumption consumption, SensorHistory history) {
        QualityMarks marks = QualityMarks.of(day, consumption, history);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < day.size(); i++) {
            if (!marks.mark(i).isEmpty()) {
                all.add(i + ": " + marks.mark(i));
            }
        }
        return all;
    }
}
