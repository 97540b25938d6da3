package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.support.Planning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What you say with a file: what is to be sent, what you looked at, and what is stored. */
@ParameterizedClass(name = "{0}")
@EnumSource
class LedgerFileTest extends LedgerTestBase {
    @Test
    void whatYouSayIsAboutThePostThatYouLookedAt() throws LedgerException {
        List<ConsumptionReport> reports = reports(DAY, "a", "b");
        PlannedBatch looked = planned(reports);
        ledger.claim(looked);
        List<SentReport> lines = lines(looked);
        PlannedBatch again = sendAgain(looked).batches().get(0);
        ledger.claim(again); // and the run is killed
        nextRun();
        Plan repeated = ledger.planFile(List.of(), lines, true, Planning.withoutLeftovers(10));
        assertEquals(List.of(), repeated.batches(), "the same command again");
        assertEquals(lines(again), repeated.inDoubt(), "named, with the batch to look at now");
    }

    @Test
    void aLineInDoubtWithoutABatchSaysNothingAboutAPost() throws LedgerException {
        leaveInDoubt(reports(DAY, "a"));
        Plan plan = ledger.planFile(
                List.of(), SentReport.unsent(reports(DAY, "a", "unknown")), true, Planning.withoutLeftovers(10));
        assertEquals(List.of(reports(DAY, "unknown")), contents(plan), "the ledger does not know it");
        assertEquals(reports(DAY, "a"), SentReport.reports(plan.inDoubt()));
    }

    @Test
    void sendsWhatAFileHasInDoubtOnlyIfYouSaySo() throws LedgerException {
        store(reports(DAY, "stored"));
        planned(reports(DAY, "unsent"));
        List<SentReport> lines = SentReport.unsent(reports(DAY, "stored", "unsent", "unknown"));
        Plan plan = ledger.planFile(List.of(), lines, false, Planning.withoutLeftovers(10));
        assertEquals(List.of(reports(DAY, "unsent")), contents(plan), "what the ledger knows is stronger");
        assertEquals(reports(DAY, "unknown"), SentReport.reports(plan.inDoubt()));
        assertEquals(3, status().counts().size());
    }

    @Test
    void takesALineThatIsKnownNotToBeAppliedWithItsBatch() throws LedgerException {
        PlannedBatch batch = planned(reports(DAY, "a"));
        ledger.claim(batch); // the POST was refused, which could not be noted
        Plan plan = ledger.planFile(lines(batch), List.of(), false, Planning.withoutLeftovers(10));
        assertEquals(List.of(reports(DAY, "a")), contents(plan));
    }

    @Test
    void marksInDoubtWhatAFileHasOfADayThatMayHaveBeenPurged() throws LedgerException {
        for (Duration later :
                List.of(Duration.ZERO, Duration.ofDays(-90))) { // a clock that has stopped changes nothing
            store(reports(DAY, "note" + later.toDays()));
            time.pass(later);
            nextRun();
            LocalDate old = LocalDate.ofInstant(time.instant().minus(later), ZoneOffset.UTC)
                    .minusDays(61);
            String sensor = "s" + later.toDays();
            Plan plan = ledger.planFile(
                    SentReport.unsent(List.of(report(sensor, old, "1"), report(sensor, old.plusDays(1), "1"))),
                    List.of(),
                    false,
                    Planning.withoutLeftovers(10));
            assertEquals(List.of(List.of(report(sensor, old.plusDays(1), "1"))), contents(plan));
            assertTrue(SentReport.reports(plan.inDoubt()).contains(report(sensor, old, "1")));
        }
    }

    @Test
    void marksAsStoredWhatIsInDoubtOrNotKnownAndLeavesAloneWhatWasNotSent() throws LedgerException {
        store(reports(DAY, "stored"));
        leaveInDoubt(List.of(report("doubt", DAY, "7")));
        PlannedBatch unsent = planned(reports(DAY, "unsent"));
        assertEquals(reports(DAY, "unsent"), ledger.markStored(reports(DAY, "stored", "doubt", "unsent", "unknown")));
        ledger.claim(unsent);
        Plan plan = plan(reports(DAY, "stored", "doubt", "unknown"), 5);
        assertEquals(List.of(), plan.batches());
        assertEquals(3, plan.stored().size());
        assertTrue(plan.stored().contains(report("doubt", DAY, "7")), "the consumption of the POST stays");
    }
}
