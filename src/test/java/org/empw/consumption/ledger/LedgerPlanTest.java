package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.Ledger.LastReadingOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run is to send: what it wants and what others left, without what is stored or in doubt. */
@ParameterizedClass(name = "{0}")
@EnumSource
class LedgerPlanTest extends LedgerTestBase {
    @Test
    void plansNewReportsInBatches() throws LedgerException {
        Plan plan = plan(reports(DAY, "c", "a", "b"), 2);
        assertEquals(List.of(reports(DAY, "a", "b"), reports(DAY, "c")), contents(plan));
        assertNotEquals(plan.batches().get(0).batchId(), plan.batches().get(1).batchId());
        assertEquals(List.of(), plan.stored());
        assertEquals(List.of(), plan.inDoubt());
        assertEquals(reports(DAY, "a", "b", "c"), SentReport.reports(status().unsent()));
    }

    @Test
    void plansNothingWhereThereIsNothing() throws LedgerException {
        assertEquals(List.of(), plan(List.of(), 2).batches());
    }

    @Test
    void takesWhatEarlierRunsLeftUnsent() throws LedgerException {
        plan(reports(DAY.minusDays(1), "a", "b"), 2);
        nextRun();
        assertEquals(
                List.of(reports(DAY, "a"), reports(DAY.minusDays(1), "a"), reports(DAY.minusDays(1), "b")),
                contents(plan(reports(DAY, "a"), 1)));
    }

    @Test
    void takesOnlyThoseLeftoversThatAreAskedFor() throws LedgerException {
        plan(reports(DAY.minusDays(1), "a", "b"), 2);
        nextRun();
        Plan plan = ledger.plan(
                reports(DAY, "a"),
                new PlanOptions(
                        LastReadingOf.NONE, leftover -> leftover.sensorId().equals("b"), all -> 10));
        assertEquals(
                List.of(report("a", DAY, "104"), report("b", DAY.minusDays(1), "104")),
                contents(plan).get(0));
        assertEquals(3, status().unsent().size());
    }

    @Test
    void sendsTheNewestDayFirst() throws LedgerException {
        plan(reports(DAY, "a"), 5);
        plan(reports(DAY.minusDays(2), "a"), 5);
        Plan plan = plan(reports(DAY.minusDays(1), "a"), 1);
        assertEquals(
                List.of(reports(DAY, "a"), reports(DAY.minusDays(1), "a"), reports(DAY.minusDays(2), "a")),
                contents(plan));
    }

    @Test
    void asksForTheBatchSizeOfTodaysReportsAndLeftoversTogether() throws LedgerException {
        plan(reports(DAY.minusDays(1), "a", "b", "c"), 5);
        List<Integer> asked = new ArrayList<>();
        IntUnaryOperator batchSize = all -> {
            asked.add(all);
            return 10;
        };
        ledger.plan(reports(DAY, "a", "b"), new PlanOptions(LastReadingOf.NONE, leftover -> true, batchSize));
        assertEquals(List.of(5), asked);
    }

    @Test
    void countsALeftoverThatTodayHasOnceAndWithTodaysConsumption() throws LedgerException {
        plan(List.of(report("a", DAY, "104")), 5);
        nextRun();
        Plan plan = plan(List.of(report("a", DAY, "30.5")), 5);
        assertEquals(List.of(List.of(report("a", DAY, "30.5"))), contents(plan));
        assertEquals(List.of(report("a", DAY, "30.5")), SentReport.reports(status().unsent()));
    }

    @Test
    void leavesOutWhatIsStoredAndSaysWithWhichConsumption() throws LedgerException {
        store(List.of(report("a", DAY, "0.2")));
        nextRun();
        Plan plan = plan(List.of(report("a", DAY, "0.3"), report("b", DAY, "1")), 5);
        assertEquals(List.of(List.of(report("b", DAY, "1"))), contents(plan));
        assertEquals(List.of(report("a", DAY, "0.2")), plan.stored());
        assertEquals(List.of(), plan.inDoubt());
    }

    @Test
    void saysNothingOfWhatIsStoredAndNotWanted() throws LedgerException {
        store(reports(DAY, "a", "b"));
        store(reports(DAY.minusDays(1), "a"));
        assertEquals(reports(DAY, "b"), plan(reports(DAY, "b"), 5).stored());
    }

    @Test
    void leavesOutWhatIsInDoubtAndNamesAllOfIt() throws LedgerException {
        leaveInDoubt(List.of(report("a", DAY, "0.2")));
        leaveInDoubt(reports(DAY.minusDays(1), "b"));
        nextRun();
        Plan plan = plan(List.of(report("a", DAY, "0.3")), 5);
        assertEquals(List.of(), plan.batches());
        assertEquals(
                List.of(report("b", DAY.minusDays(1), "104"), report("a", DAY, "0.2")),
                SentReport.reports(plan.inDoubt()));
        assertEquals(List.of(), plan.stored());
    }

    @Test
    void dropsABatchOfWhichNothingIsToBeSent() throws LedgerException {
        store(reports(DAY, "a", "b", "c"));
        Plan plan = plan(reports(DAY, "a", "b", "c", "d"), 2);
        assertEquals(List.of(reports(DAY, "d")), contents(plan));
        ledger.claim(plan.batches().get(0));
    }

    @Test
    void takesIdsAndNumbersAsTheyAre() throws LedgerException {
        List<ConsumptionReport> odd = List.of(
                report(" a ", DAY, "0"),
                report("';--\"", DAY, "999999999999999999999999999999.9999999999"),
                report("?%_\\{}$1", DAY, "0.0000000000000000001"),
                report("~".repeat(64), DAY, "104"),
                report("Z", DAY, "1"),
                report("z", DAY, "2"));
        PlannedBatch batch = planned(odd);
        ledger.claim(batch);
        ledger.settle(batch, ReportState.UNSENT);
        nextRun();
        Plan plan = plan(List.of(), 10);
        assertEquals(odd.size(), plan.size());
        assertTrue(plan.batches().get(0).reports().containsAll(odd));
        ledger.claim(plan.batches().get(0));
        assertEquals(odd.size(), status().inDoubt().size());
    }
}
