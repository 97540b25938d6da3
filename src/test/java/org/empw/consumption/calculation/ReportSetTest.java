package org.empw.consumption.calculation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportSetTest {
    private static final LocalDate DAY = LocalDate.parse("2020-07-28");

    private final ReportSet reports = new ReportSet();

    @Test
    void keepsOneOfTwoThatAgree() {
        assertTrue(reports.add(report("a", "104")));
        assertTrue(reports.add(report("a", "104.0")));
        assertEquals(List.of(report("a", "104")), reports.toList());
    }

    @Test
    void keepsNoneOfThoseThatDifferNorOfThoseThatFollow() {
        assertTrue(reports.add(report("a", "1")));
        assertTrue(reports.add(report("b", "5")));
        assertFalse(reports.add(report("a", "2")));
        assertFalse(reports.add(report("a", "1")));
        assertEquals(List.of(report("b", "5")), reports.toList());
    }

    @Test
    void keepsASensorsReportsOfDifferentDays() {
        ConsumptionReport nextDay = new ConsumptionReport("a", DAY.plusDays(1), BigDecimal.TEN);
        assertTrue(reports.add(report("a", "1")));
        assertTrue(reports.add(nextDay));
        assertEquals(List.of(report("a", "1"), nextDay), reports.toList());
    }

    @Test
    void countsASensorOnceThoughItHasReportsOfTwoDays() {
        assertEquals(Set.of(), reports.sensors());
        reports.add(report("a", "1"));
        reports.add(report("b", "1"));
        assertEquals(Set.of("a", "b"), reports.sensors());
        reports.add(new ConsumptionReport("a", DAY.plusDays(1), BigDecimal.TEN));
        assertEquals(Set.of("a", "b"), reports.sensors());
        assertEquals(3, reports.size());
        reports.add(report("b", "2"));
        assertEquals(Set.of("a"), reports.sensors());
    }

    private static ConsumptionReport report(String sensor, String consumption) {
        return new ConsumptionReport(sensor, DAY, new BigDecimal(consumption));
    }
}
