package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Future;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.waiting.SystemTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server ends a run's transaction because it and another one wait for each other. */
@Timeout(60)
class PostgresDeadlockTest extends LocklessPostgresTestBase {
    private static final String OTHER_RUN_CHANGES_B = "UPDATE empw_report SET noted_at = 0 WHERE sensor_id = 'b'";

    /**
     * The server looks for a deadlock after a second, when the other transaction certainly waits. On a busy machine the
     * ledger takes its row again before the other one wakes up, three times in a row, and has to wait a little.
     */
    private SqlLedger openPatiently() throws Exception {
        PostgresServer.execute(database, "ALTER DATABASE " + database + " SET deadlock_timeout = '1s'");
        Database lockless = new LocklessDatabase(new PostgresDatabase(PostgresServer.url(database)));
        return open(lockless, Patience.of(20, new SystemTime()));
    }

    /** Two transactions wait for each other, and the server ends the ledger's, whose deadlock_timeout is shorter. */
    private void deadlock(Connection other) throws SQLException {
        Database.execute(other, "UPDATE empw_report SET noted_at = 0 WHERE sensor_id = 'a'");
        other.commit();
    }

    @Test
    void aPlanIsMadeAgainAfterADeadlock() throws Exception {
        SqlLedger ledger = openPatiently();
        PlannedBatch first = planned(ledger, reports("a", "b"));
        try (Connection other = transaction(OTHER_RUN_CHANGES_B)) {
            Future<PlannedBatch> plan = waiting(() -> planned(ledger, reports("a", "b")));
            deadlock(other);
            assertEquals(reports("a", "b"), plan.get().reports());
            assertThrows(LedgerException.class, () -> ledger.claim(first));
            ledger.claim(plan.get());
        }
    }

    @Test
    void aClaimIsMadeAgainAfterADeadlock() throws Exception {
        SqlLedger ledger = openPatiently();
        PlannedBatch batch = planned(ledger, reports("a", "b"));
        try (Connection other = transaction(OTHER_RUN_CHANGES_B)) {
            Future<Boolean> claim = waiting(() -> {
                ledger.claim(batch);
                return true;
            });
            deadlock(other);
            assertTrue(claim.get());
            assertEquals("a in_doubt, b in_doubt", states());
        }
    }

    @Test
    void whatIsKnownIsNotedAfterADeadlock() throws Exception {
        SqlLedger ledger = openPatiently();
        PlannedBatch batch = planned(ledger, reports("a", "b"));
        ledger.claim(batch);
        try (Connection other = transaction(OTHER_RUN_CHANGES_B)) {
            Future<Boolean> noted = waiting(() -> {
                ledger.settle(batch, ReportState.STORED);
                return true;
            });
            deadlock(other);
            assertTrue(noted.get());
            assertEquals("a stored, b stored", states());
        }
    }
}
