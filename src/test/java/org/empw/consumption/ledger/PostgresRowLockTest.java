package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Future;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.support.TestDatabase;
import org.empw.consumption.waiting.SystemTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run waits for a row that another run's transaction has, and sees what became of it. */
@Timeout(60)
class PostgresRowLockTest extends LocklessPostgresTestBase {
    private static final String OTHER_RUN_CLAIMS_B = "UPDATE empw_report SET state = 'in_doubt' WHERE sensor_id = 'b'";
    private static final String OTHER_RUN_PLANS_B = "UPDATE empw_report SET batch = 1 WHERE sensor_id = 'b'";

    @Test
    void aPlanWaitsForAClaimAndLeavesItsReportsAlone() throws Exception {
        SqlLedger ledger = openLockless();
        planned(ledger, reports("a", "b", "c"));
        try (Connection other = transaction(OTHER_RUN_CLAIMS_B)) {
            Future<Plan> plan = waiting(() -> ledger.plan(reports("a", "b", "c"), Planning.withLeftovers(10)));
            other.commit();
            assertEquals(reports("a", "c"), plan.get().batches().get(0).reports());
            assertEquals(
                    reports("b"),
                    SentReport.reports(plan.get().inDoubt()),
                    "it is reported, though it was unsent at first");
            assertEquals(List.of(), plan.get().stored());
            ledger.claim(plan.get().batches().get(0));
        }
    }

    @Test
    void aPlanSaysWhatBecameStoredMeanwhile() throws Exception {
        SqlLedger ledger = openLockless();
        planned(ledger, reports("a", "b"));
        try (Connection other = transaction("UPDATE empw_report SET state = 'stored' WHERE sensor_id = 'b'")) {
            Future<Plan> plan = waiting(() -> ledger.plan(reports("a", "b"), Planning.withLeftovers(10)));
            other.commit();
            assertEquals(reports("a"), plan.get().batches().get(0).reports());
            assertEquals(reports("b"), plan.get().stored());
            assertEquals(List.of(), plan.get().inDoubt());
        }
    }

    @Test
    void aPlanTakesWhatAnotherRunHasSettledAsUnsentAndDoesNotCallItInDoubt() throws Exception {
        SqlLedger ledger = openLockless();
        ledger.claim(planned(ledger, reports("b")));
        try (Connection other = transaction("UPDATE empw_report SET state = 'unsent' WHERE sensor_id = 'b'")) {
            Future<Plan> plan = waiting(() -> ledger.plan(reports("a", "b"), Planning.withLeftovers(10)));
            other.commit();
            assertEquals(reports("a", "b"), plan.get().batches().get(0).reports());
            assertEquals(List.of(), plan.get().inDoubt());
        }
    }

    @Test
    void aPlanTakesTheReportsOfAClaimThatIsRolledBack() throws Exception {
        SqlLedger ledger = openLockless();
        planned(ledger, reports("a", "b", "c"));
        try (Connection other = transaction(OTHER_RUN_CLAIMS_B)) {
            Future<Plan> plan = waiting(() -> ledger.plan(reports("a", "b", "c"), Planning.withLeftovers(10)));
            other.rollback();
            assertEquals(reports("a", "b", "c"), plan.get().batches().get(0).reports());
            ledger.claim(plan.get().batches().get(0));
        }
    }

    @Test
    void aClaimWaitsForAPlanAndIsRefused() throws Exception {
        SqlLedger ledger = openLockless();
        PlannedBatch batch = planned(ledger, reports("a", "b", "c"));
        try (Connection other = transaction(OTHER_RUN_PLANS_B)) {
            Future<LedgerException> refusal =
                    waiting(() -> assertThrows(LedgerException.class, () -> ledger.claim(batch)));
            other.commit();
            assertEquals(LedgerException.Kind.OVERTAKEN, refusal.get().kind());
            assertEquals("a unsent, b unsent, c unsent", states());
            assertEquals(reports("a", "c"), ledger.stillPlanned(batch));
        }
    }

    @Test
    void aClaimSucceedsAfterAPlanThatIsRolledBack() throws Exception {
        SqlLedger ledger = openLockless();
        PlannedBatch batch = planned(ledger, reports("a", "b", "c"));
        try (Connection other = transaction(OTHER_RUN_PLANS_B)) {
            Future<Boolean> claim = waiting(() -> {
                ledger.claim(batch);
                return true;
            });
            other.rollback();
            assertTrue(claim.get());
            assertEquals("a in_doubt, b in_doubt, c in_doubt", states());
        }
    }

    @Test
    void aRowThatStaysLockedIsWaitedForAndThenNamed() throws Exception {
        SqlLedger ledger = open(LocklessDatabase.beginningWith(
                "SET lock_timeout = '200ms'", new PostgresDatabase(PostgresServer.url(database))));
        PlannedBatch batch = planned(ledger, reports("a", "b"));
        try (Connection other = transaction(OTHER_RUN_PLANS_B)) {
            LedgerException e = assertThrows(LedgerException.class, () -> ledger.claim(batch));
            assertEquals(LedgerException.Kind.LOCKED, e.kind());
            assertTrue(
                    e.getMessage().matches("The ledger .* is in use by process [0-9]+ \\(.*\\), since 20.*Z"),
                    e.getMessage());
            assertThrows(LedgerException.class, () -> planned(ledger, reports("a", "b")));
            other.rollback();
        }
        assertEquals("a unsent, b unsent", states());
        ledger.claim(batch);
    }

    @Test
    void waitsForARowLessLongThanForItsAnswer() throws Exception {
        try (Connection connection = new PostgresDatabase(PostgresServer.url(database)).connect(new SystemTime())) {
            assertEquals(List.of("5s"), TestDatabase.rows(connection, "SHOW lock_timeout"));
            assertEquals(10_000, connection.getNetworkTimeout());
            assertEquals(List.of("1min"), TestDatabase.rows(connection, "SHOW idle_in_transaction_session_timeout"));
            assertEquals(List.of("on"), TestDatabase.rows(connection, "SHOW synchronous_commit"));
            assertEquals(List.of("read committed"), TestDatabase.rows(connection, "SHOW transaction_isolation"));
            assertEquals(List.of("30"), TestDatabase.rows(connection, "SHOW tcp_keepalives_idle"));
        }
    }
}
