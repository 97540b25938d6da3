package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a ledger says when it is opened or looked into: new, another API, how much of what. */
@ParameterizedClass(name = "{0}")
@EnumSource
class LedgerOpeningTest extends LedgerTestBase {
    @Test
    void keepsTheReportsToEachApiApart() throws LedgerException {
        store(reports(DAY, "a"));
        leaveInDoubt(reports(DAY, "b"));
        planned(reports(DAY, "c"));
        ledger.close();
        try (SqlLedger other = open("https://other.example.com");
                LogLines log = new LogLines()) {
            Plan plan = other.plan(reports(DAY, "a", "b", "c"), Planning.withLeftovers(5));
            assertEquals(List.of(reports(DAY, "a", "b", "c")), contents(plan));
            assertEquals(List.of(), plan.inDoubt());
            other.claim(plan.batches().get(0));
            other.settle(plan.batches().get(0), ReportState.STORED);
            other.purge();
            assertEquals(List.of(), log.warnings());
        }
        LedgerStatus status = status();
        assertEquals(reports(DAY, "c"), SentReport.reports(status.unsent()));
        assertEquals(reports(DAY, "b"), SentReport.reports(status.inDoubt()));
        assertEquals(3, status.counts().size());
        assertEquals(List.of(), status.otherApis());
        assertEquals(
                List.of(API),
                LedgerStatus.read(url, "https://other.example.com", Patience.none())
                        .otherApis());
    }

    @Test
    void warnsOfReportsThatWaitForAnotherApiAndOfAnApiThatOnlyHasANewName() throws LedgerException {
        planned(reports(DAY, "a"));
        ledger.close();
        try (LogLines log = new LogLines();
                SqlLedger renamed = open("https://renamed.example.com")) {
            assertEquals(2, log.warnings().size(), () -> log.all().toString());
            assertTrue(log.warnings().get(0).contains("unsent or in doubt for another API, " + API));
            assertTrue(log.warnings().get(1).contains("knows other APIs, but not https://renamed.example.com"));
            renamed.plan(reports(DAY, "b"), Planning.withLeftovers(5));
        }
        try (LogLines log = new LogLines();
                SqlLedger known = open("https://renamed.example.com")) {
            assertTrue(known.isPersistent());
            assertEquals(1, log.warnings().size(), () -> log.all().toString());
        }
        try (LogLines log = new LogLines()) {
            nextRun();
            store(reports(DAY, "a"));
            nextRun();
            assertEquals(2, log.warnings().size(), "the other API's report still waits");
        }
    }

    @Test
    void warnsOnceThatItIsNew() throws Exception {
        DatabaseUrl first = url;
        url = database.create(directory);
        try (LogLines log = new LogLines()) {
            open(API).close();
            assertEquals(1, log.warnings().size(), () -> log.all().toString());
            assertTrue(log.warnings().get(0).contains("The ledger is new"));
            open(API).close();
            assertEquals(1, log.warnings().size());
            assertTrue(
                    log.all().contains("INFO The ledger is " + url),
                    () -> log.all().toString());
        }
        url = first;
    }

    @Test
    void looksWithoutChangingAnythingWhereThereIsNoLedgerYet() throws Exception {
        DatabaseUrl fresh = database.create(directory);
        LedgerStatus status = LedgerStatus.read(fresh, API, Patience.none());
        assertEquals(new LedgerStatus(List.of(), List.of(), List.of(), List.of(), Optional.empty()), status);
        try (LogLines log = new LogLines()) {
            SqlLedger.open(fresh, API, Patience.of(900, time), false).close();
            assertTrue(log.warnings().get(0).contains("The ledger is new"));
        }
    }

    @Test
    void countsByDayAndState() throws LedgerException {
        store(reports(DAY.minusDays(1), "a", "b"));
        leaveInDoubt(reports(DAY, "a", "b", "c"));
        planned(reports(DAY, "d"));
        store(reports(DAY, "e"));
        assertEquals(
                List.of(
                        new LedgerStatus.Count(DAY.minusDays(1), ReportState.STORED, 2),
                        new LedgerStatus.Count(DAY, ReportState.IN_DOUBT, 3),
                        new LedgerStatus.Count(DAY, ReportState.STORED, 1),
                        new LedgerStatus.Count(DAY, ReportState.UNSENT, 1)),
                status().counts());
    }
}
