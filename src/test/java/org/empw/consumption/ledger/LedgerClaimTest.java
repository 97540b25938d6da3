package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.support.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch is claimed for one POST, by one run; and what is noted of the answer. */
@ParameterizedClass(name = "{0}")
@EnumSource
class LedgerClaimTest extends LedgerTestBase {
    private void assertRefused(PlannedBatch batch) {
        LedgerException e = assertThrows(LedgerException.class, () -> ledger.claim(batch));
        assertEquals(LedgerException.Kind.OVERTAKEN, e.kind());
    }

    @Test
    void hasReportsInDoubtOnceTheyAreClaimed() throws LedgerException {
        PlannedBatch batch = planned(reports(DAY, "a", "b"));
        ledger.claim(batch);
        LedgerStatus status = status();
        assertEquals(List.of(), status.unsent());
        assertEquals(reports(DAY, "a", "b"), SentReport.reports(status.inDoubt()));
    }

    @Test
    void claimsABatchAgainOnlyAfterItIsSettledAsUnsent() throws LedgerException {
        PlannedBatch batch = planned(reports(DAY, "a", "b"));
        ledger.claim(batch);
        assertRefused(batch);
        ledger.settle(batch, ReportState.UNSENT);
        ledger.claim(batch);
        ledger.settle(batch, ReportState.STORED);
        assertRefused(batch);
        assertEquals(List.of(new LedgerStatus.Count(DAY, ReportState.STORED, 2)), status().counts());
    }

    @Test
    void refusesTheClaimWhenAnotherRunHasPlannedOneOfTheReports() throws LedgerException {
        PlannedBatch first = planned(reports(DAY, "a", "b", "c"));
        PlannedBatch second = planned(reports(DAY, "b"));
        assertRefused(first);
        assertEquals(reports(DAY, "a", "c"), ledger.stillPlanned(first));
        assertEquals(reports(DAY, "b"), ledger.stillPlanned(second));
        ledger.claim(second);
        LedgerStatus status = status();
        assertEquals(reports(DAY, "a", "c"), SentReport.reports(status.unsent()));
        assertEquals(reports(DAY, "b"), SentReport.reports(status.inDoubt()));
    }

    @Test
    void changesNothingForALateAnswerToARunThatWasOvertaken() throws LedgerException {
        for (ReportState late : List.of(ReportState.UNSENT, ReportState.STORED)) {
            List<ConsumptionReport> reports = reports(DAY, "late-" + late.text());
            PlannedBatch first = planned(reports);
            ledger.claim(first);
            sendAgain(first); // somebody looked: the API does not have them
            ledger.settle(first, late);
            PlannedBatch second = planned(reports);
            ledger.settle(first, late);
            ledger.claim(second);
            ledger.settle(first, late);
            assertRefused(first);
            assertEquals(List.of(), ledger.stillPlanned(first));
            ledger.settle(second, ReportState.STORED);
            ledger.settle(first, late);
            assertRefused(second);
        }
        assertEquals(List.of(new LedgerStatus.Count(DAY, ReportState.STORED, 2)), status().counts());
    }

    @Test
    void refusesASecondRunAndLetsItInAfterTheFirst() throws LedgerException {
        LedgerException e = assertThrows(LedgerException.class, () -> SqlLedger.open(url, API, Patience.none(), false));
        assertEquals(LedgerException.Kind.LOCKED, e.kind());
        assertTrue(e.getMessage().startsWith("The ledger " + url + " is in use"), e.getMessage());
        ledger.claim(planned(reports(DAY, "a"))); // the first is not disturbed
        ledger.close();
        open(API).close();
    }
}
