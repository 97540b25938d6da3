package org.empw.consumption.calculation;

import static org.empw.consumption.calculation.TestDays.MIDNIGHT;
import static org.empw.consumption.calculation.TestDays.day;
import static org.empw.consumption.calculation.TestDays.flags;
import static org.empw.consumption.calculation.TestDays.history;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the check makes of a consumption that has more than the day's rises, and of the largest levels and sums. */
class QualityLimitsTest {
    private static final String SEVEN_TURNS = "10 14 10 14 10 14 10 14 10 14 10 14 10 14 10";

    @Test
    void countsWhatRoseOvernightButNotAsNoiseNorBesideTheOtherRises() {
        Consumption with100Overnight = new Consumption(105_000_000, 100_000_000, 0);
        SensorDay day = day("0 1 2 3 4 5");
        assertEquals(
                Map.of(
                        QualityFlag.STEP, "100 of 105 came in one step",
                        QualityFlag.MUCH, "5 times its second largest day of the last 28"),
                QualityCheck.check(day, with100Overnight, history(7, 20, 0)));
        assertEquals(Map.of(), QualityCheck.check(day, with100Overnight, SensorHistory.NONE));

        Consumption with1000Overnight = new Consumption(1_028_000_000, 1_000_000_000, 7);
        assertEquals(
                Map.of(QualityFlag.NOISE, "went down again 7 times: 28 of 28"),
                QualityCheck.check(day(SEVEN_TURNS), with1000Overnight, SensorHistory.NONE));
    }

    @Test
    void comparesWhatIsThereAndBackWithWhatRoseOvernight() {
        SensorDay spike = day("0 0 0 100 0 0 0 0");
        Consumption with33Overnight = new Consumption(133_000_000, 33_000_000, 1);
        assertEquals(
                Map.of(QualityFlag.THERE_AND_BACK, "100 of 133 was there and back"),
                QualityCheck.check(spike, with33Overnight, SensorHistory.NONE));
        Consumption with34Overnight = new Consumption(134_000_000, 34_000_000, 1);
        assertEquals(Map.of(), QualityCheck.check(spike, with34Overnight, SensorHistory.NONE));
    }

    @Test
    void judgesTheLargestSumsThatCanBe() {
        SensorDay day = swings(4_611); // 9.222·10^12 of the 9.223·10^12 that a long of millionths holds
        Map<QualityFlag, String> flags =
                flags(day, new SensorHistory(28, Long.MAX_VALUE, Long.MAX_VALUE, Optional.empty()));
        assertEquals("went down again 4611 times: 9222000000000 of 9222000000000", flags.get(QualityFlag.NOISE));
        assertEquals("the lowest level is -1000000000", flags.get(QualityFlag.NEGATIVE_LEVEL));
        assertEquals(2, flags.size(), "no rise is a twentieth of it, and no day is larger: " + flags);
        flags = flags(day, new SensorHistory(28, 1, 0, Optional.empty()));
        assertEquals("2000000000 of 9222000000000 came in one step", flags.get(QualityFlag.STEP));
        assertEquals("9222000000000000000 times its second largest day of the last 28", flags.get(QualityFlag.MUCH));
        assertEquals(
                "38000000000 of 38000000000 was there and back",
                flags(swings(19), SensorHistory.NONE).get(QualityFlag.THERE_AND_BACK));
        assertFalse(flags(swings(20), SensorHistory.NONE).containsKey(QualityFlag.THERE_AND_BACK));
    }

    @Test
    void judgesOnlyTheReadingsWhereTheSumIsTooLarge() {
        SensorDay day = swings(4_612);
        assertThrows(ArithmeticException.class, () -> ConsumptionCalculator.calculate(day));
        assertEquals(
                Map.of(QualityFlag.NEGATIVE_LEVEL, "the lowest level is -1000000000"),
                QualityCheck.check(day, Consumption.NONE, history(28, 1, 1)));
    }

    @Test
    void needsNoLongerForTheWorstOfDays() {
        int readings = 100_000;
        SensorDay.Builder jumps = new SensorDay.Builder(); // that only the whole day could take back, and does not
        SensorDay.Builder noise = new SensorDay.Builder();
        for (int i = 0; i < readings; i++) {
            jumps.add(MIDNIGHT + i, i / (readings / 19) * 1_000_000_000L - i);
            noise.add(MIDNIGHT + i, i % 2 * 1_000_000_000L + i);
        }
        assertTimeout(
                Duration.ofSeconds(3), // 10 ms, as measured; every rise beside every fall would be minutes
                () -> {
                    flags(jumps.build("jumps", TestDays.DATE), SensorHistory.NONE);
                    flags(noise.build("noise", TestDays.DATE), SensorHistory.NONE);
                });
    }

    /** The level goes from end to end of what it can be, and back, so many times. */
    private static SensorDay swings(int times) {
        SensorDay.Builder builder = new SensorDay.Builder();
        for (int i = 0; i <= 2 * times; i++) {
            builder.add(MIDNIGHT + i * 1_000_000L, i % 2 == 0 ? -Millionths.MAX_LEVEL : Millionths.MAX_LEVEL);
        }
        return builder.build("s", TestDays.DATE);
    }
}
