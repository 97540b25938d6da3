package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** What the settings and rights of a role, and the transactions of others, do to a ledger in PostgreSQL. */
class PostgresRolesTest {
    private static final String API = "https://api.example.com";
    private static final LocalDate DAY = LocalDate.parse("2020-07-28");
    private static final List<ConsumptionReport> REPORTS =
            List.of(new ConsumptionReport("a", DAY, BigDecimal.ONE), new ConsumptionReport("b", DAY, BigDecimal.TEN));
    private static final AtomicInteger roles = new AtomicInteger();

    private final VirtualTime time = new VirtualTime(Instant.parse("2020-07-29T00:30:00Z"));
    private String database;
    private String role;

    @BeforeEach
    void createRole() throws Exception {
        database = PostgresServer.newDatabase();
        role = "role_" + roles.incrementAndGet();
        open("postgres").close();
        PostgresServer.execute(
                database,
                "CREATE ROLE " + role + " LOGIN",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON empw_report TO " + role);
    }

    private SqlLedger open(String user) throws LedgerException {
        return SqlLedger.open(PostgresServer.url(user, database, ""), API, Patience.of(0, time), false);
    }

    private static Plan plan(SqlLedger ledger) throws LedgerException {
        return ledger.plan(REPORTS, Planning.withLeftovers(10));
    }

    private List<String> states() throws SQLException {
        return PostgresServer.query(database, "SELECT sensor_id, state FROM empw_report ORDER BY sensor_id");
    }

    @Test
    void timeoutsOfARoleDoNotHurt() throws Exception {
        PostgresServer.execute(
                database,
                "ALTER ROLE " + role + " SET idle_session_timeout = '200ms'",
                "ALTER ROLE " + role + " SET statement_timeout = '200ms'",
                "ALTER ROLE " + role + " SET idle_in_transaction_session_timeout = '200ms'");
        try (SqlLedger ledger = open(role)) {
            PlannedBatch batch = plan(ledger).batches().get(0);
            Thread.sleep(500);
            try (Connection other = PostgresServer.connect(database)) {
                other.setAutoCommit(false);
                Database.execute(other, "UPDATE empw_report SET noted_at = 0");
                Thread release = new Thread(() -> {
                    try {
                        Thread.sleep(600);
                        other.rollback();
                    } catch (SQLException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
                release.start();
                ledger.claim(batch);
                release.join();
            }
            ledger.settle(batch, ReportState.STORED);
        }
        assertEquals(List.of("a stored", "b stored"), states());
    }

    @Test
    void saysThatTheServerBrokeAStatementOff() {
        LedgerException e = new PostgresDatabase(PostgresServer.url(database))
                .explain(new PSQLException("canceling statement due to statement timeout", PSQLState.QUERY_CANCELED));
        assertEquals(Kind.UNUSABLE, e.kind());
        assertTrue(e.getMessage().contains("raise statement_timeout for this user"), e.getMessage());
    }

    private void storeLongAgo() throws SQLException {
        PostgresServer.execute(
                database,
                "INSERT INTO empw_report VALUES ('" + API + "', '2020-01-01', 'old', '1', 'stored', 1, 1), ('" + API
                        + "', '2020-07-27', 'young', '1', 'stored', 1, "
                        + Instant.parse("2020-07-28T00:30:00Z").toEpochMilli() + ")",
                "REVOKE INSERT ON empw_report FROM " + role);
    }

    @Test
    void namesThePlanThatMayBeFullWhereInsertWasTakenAway() throws Exception {
        storeLongAgo();
        try (SqlLedger ledger = open(role)) {
            LedgerException e = assertThrows(LedgerException.class, () -> plan(ledger));
            assertEquals(Kind.UNUSABLE, e.kind());
            assertTrue(e.getMessage().contains("see heroku pg:info"), e.getMessage());
        }
        assertEquals(List.of("young stored"), states(), "it has made room");
    }

    @Test
    void plansAgainWhereThePurgeHasFreedTheDatabase() throws Exception {
        storeLongAgo();
        PostgresServer.execute(
                database,
                "CREATE FUNCTION free() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
                        + " 'BEGIN GRANT INSERT ON empw_report TO " + role + "; RETURN NULL; END'",
                "CREATE TRIGGER freeing AFTER DELETE ON empw_report FOR EACH ROW EXECUTE FUNCTION free()");
        try (SqlLedger ledger = open(role)) {
            assertEquals(2, plan(ledger).size());
        }
        assertEquals(List.of("a unsent", "b unsent", "young stored"), states());
    }

    /** Waits for a row no longer than a test has time. */
    private SqlLedger openImpatiently() throws LedgerException {
        return SqlLedger.open(
                LocklessDatabase.beginningWith(
                        "SET lock_timeout = '20ms'", new PostgresDatabase(PostgresServer.url(database))),
                API,
                Patience.of(60, time),
                false);
    }

    @Test
    void aRowThatSomebodyHoldsIsWaitedForAndNamedAtEachStep() throws Exception {
        try (SqlLedger ledger = openImpatiently();
                Connection other = PostgresServer.connect(database)) {
            PlannedBatch batch = plan(ledger).batches().get(0);
            other.setAutoCommit(false);
            Database.execute(other, "SET application_name = 'psql'");
            other.commit();
            hold(other);
            assertHeld(60, () -> plan(ledger));
            time.pass(Duration.ofDays(1));
            other.rollback();
            SqlLedger next = openImpatiently();
            hold(other);
            assertHeld(60, () -> next.claim(batch));
            next.close();
            other.rollback();
            try (SqlLedger last = openImpatiently()) {
                last.claim(batch);
                hold(other);
                assertHeld(60 + 30, () -> last.settle(batch, ReportState.STORED));
                assertEquals(List.of("a in_doubt", "b in_doubt"), states());
                assertEquals(batch.reports(), last.stillPlanned(batch));
            }
        }
    }

    private static void hold(Connection other) throws SQLException {
        Database.execute(other, "UPDATE empw_report SET noted_at = 0 WHERE sensor_id = 'b'");
    }

    private interface Work {
        void run() throws LedgerException;
    }

    private void assertHeld(long seconds, Work work) {
        Instant start = time.instant();
        LedgerException e = assertThrows(LedgerException.class, work::run);
        assertTrue(e.getMessage().matches(".* is in use by process [0-9]+ \\(psql\\), since 20.*Z"), e.getMessage());
        long waited = time.instant().getEpochSecond() - start.getEpochSecond();
        assertTrue(waited >= seconds && waited <= seconds + 1, "waited " + waited + " s");
    }

    @Test
    void aRowThatIsLetGoIsNoted() throws Exception {
        try (SqlLedger ledger = openImpatiently();
                Connection other = PostgresServer.connect(database)) {
            PlannedBatch batch = plan(ledger).batches().get(0);
            ledger.claim(batch);
            other.setAutoCommit(false);
            hold(other);
            new Thread(() -> {
                        try {
                            while (time.waits().isEmpty()) {
                                Thread.sleep(1);
                            }
                            other.rollback();
                        } catch (SQLException | InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .start();
            ledger.settle(batch, ReportState.STORED);
        }
        assertEquals(List.of("a stored", "b stored"), states());
    }
}
