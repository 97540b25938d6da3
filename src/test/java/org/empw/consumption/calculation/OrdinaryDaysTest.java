package org.empw.consumption.calculation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How many days are named although their sensor is right. */
class OrdinaryDaysTest {
    private static final int DAYS_BEFORE = 28;
    private static final int JUDGED = 14;
    private static final int SENSORS = 8;
    private static final int[] READINGS = {4, 24, 96, 1_440};

    @Test
    void areNamedInFewerThanOneOfTwoHundred() {
        Map<String, Integer> named = new TreeMap<>();
        int days = 0;
        for (int sensor = 0; sensor < SENSORS; sensor++) {
            for (OrdinaryTank.Kind kind : OrdinaryTank.Kind.values()) {
                for (int readings : READINGS) {
                    OrdinaryTank tank = new OrdinaryTank(
                            kind, readings, 31L * sensor + kind.name().hashCode());
                    days += judge(tank, kind + " " + readings, named);
                }
            }
        }
        int all = named.values().stream().mapToInt(often -> often).sum();
        assertTrue(days >= 3_000 && all * 200 < days, all + " of " + days + ": " + named);
    }

    /** Judges each of two weeks by the four weeks before it, without other sensors. */
    private static int judge(OrdinaryTank tank, String label, Map<String, Integer> named) {
        List<Long> before = new ArrayList<>();
        Optional<SensorHistory.LastReading> last = Optional.empty();
        for (int i = 0; i < DAYS_BEFORE + JUDGED; i++) {
            SensorDay day = tank.next();
            Consumption consumption = ConsumptionCalculator.calculate(day);
            if (before.size() == DAYS_BEFORE) {
                long second = before.stream().sorted().toList().get(DAYS_BEFORE - 2);
                SensorHistory history = new SensorHistory(DAYS_BEFORE, second, 0, last);
                QualityCheck.check(day, consumption, history)
                        .forEach((flag, reason) -> named.merge(label + " " + flag, 1, Integer::sum));
                before.remove(0);
            }
            before.add(consumption.total());
            long yesterday = day.micros(day.size() - 1) - 24 * TestDays.HOUR;
            last = Optional.of(new SensorHistory.LastReading(yesterday, day.level(day.size() - 1)));
        }
        return JUDGED;
    }
}
