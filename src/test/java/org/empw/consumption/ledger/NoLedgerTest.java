package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.Ledger.LastReadingOf;
import org.empw.consumption.support.Planning;
import org.junit.jupiter.api.Test;

/** What is left of a ledger's promises without a ledger. */
class NoLedgerTest {
    private static final LocalDate DAY = LocalDate.parse("2020-07-28");

    private final NoLedger ledger = new NoLedger();

    private static ConsumptionReport report(String sensor, LocalDate day) {
        return new ConsumptionReport(sensor, day, BigDecimal.TEN);
    }

    @Test
    void plansAllThatIsWanted() {
        List<ConsumptionReport> wanted =
                List.of(report("a", DAY.minusDays(1)), report("b", DAY), report("c", DAY), report("d", DAY));
        Plan plan = ledger.plan(wanted, new PlanOptions(LastReadingOf.NONE, leftover -> true, all -> all / 2));
        assertEquals(
                List.of(List.of(wanted.get(1), wanted.get(2)), List.of(wanted.get(3), wanted.get(0))),
                plan.batches().stream().map(PlannedBatch::reports).toList());
        assertEquals(List.of(), plan.stored());
        assertEquals(List.of(), plan.inDoubt());
        assertEquals(4, plan.size());
    }

    @Test
    void givesEachClaimAndKeepsNothing() {
        PlannedBatch batch = ledger.plan(List.of(report("a", DAY)), Planning.withLeftovers(1))
                .batches()
                .get(0);
        ledger.claim(batch);
        ledger.settle(batch, ReportState.UNSENT);
        ledger.claim(batch);
        assertEquals(batch.reports(), ledger.stillPlanned(batch));
        assertFalse(ledger.isPersistent());
        ledger.purge();
        ledger.close();
    }

    @Test
    void leavesOutWhatAFileMarksInDoubtUnlessItIsIncluded() {
        List<SentReport> unsent = SentReport.unsent(List.of(report("a", DAY)));
        List<SentReport> inDoubt = SentReport.unsent(List.of(report("b", DAY)));
        Plan plan = ledger.planFile(unsent, inDoubt, false, Planning.withLeftovers(5));
        assertEquals(List.of(report("a", DAY)), plan.batches().get(0).reports());
        assertEquals(inDoubt, plan.inDoubt());
        plan = ledger.planFile(unsent, inDoubt, true, Planning.withLeftovers(5));
        assertEquals(
                List.of(report("a", DAY), report("b", DAY)),
                plan.batches().get(0).reports());
        assertEquals(List.of(), plan.inDoubt());
    }
}
