package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.support.TestDatabase;
import org.empw.consumption.waiting.RetryPolicy;
import org.empw.consumption.waiting.SystemTime;
import org.empw.consumption.waiting.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that share a ledger in PostgreSQL at the same moment, because the lock does not hold. */
@Timeout(60)
class PostgresConcurrencyTest {
    private static final String API = "https://api.example.com";
    private static final LocalDate DAY = LocalDate.parse("2020-07-28");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<SqlLedger> opened = new ArrayList<>();
    private String database;

    @BeforeEach
    void createTable() throws Exception {
        database = PostgresServer.newDatabase();
        SqlLedger.open(PostgresServer.url(database), API, Patience.none(), false)
                .close();
    }

    @AfterEach
    void close() {
        opened.forEach(SqlLedger::close);
        threads.shutdownNow();
    }

    private SqlLedger openUnlocked() throws LedgerException {
        return open(new LocklessDatabase(new PostgresDatabase(PostgresServer.url(database))));
    }

    private SqlLedger open(Database unlocked) throws LedgerException {
        return open(unlocked, Patience.none());
    }

    private SqlLedger open(Database unlocked, RetryPolicy patience) throws LedgerException {
        SqlLedger ledger = SqlLedger.open(unlocked, API, patience, false);
        opened.add(ledger);
        return ledger;
    }

    private static List<ConsumptionReport> reports(String... sensors) {
        List<ConsumptionReport> reports = new ArrayList<>();
        for (String sensor : sensors) {
            reports.add(new ConsumptionReport(sensor, DAY, BigDecimal.TEN));
        }
        return reports;
    }

    private static PlannedBatch planned(SqlLedger ledger, List<ConsumptionReport> reports) throws LedgerException {
        return ledger.plan(reports, Planning.withoutLeftovers(100)).batches().get(0);
    }

    /** Another run's transaction, one statement after the other. */
    private Connection transaction(String... statements) throws SQLException {
        Connection connection = PostgresServer.connect(database);
        connection.setAutoCommit(false);
        execute(connection, "SET deadlock_timeout = '1min'");
        for (String sql : statements) {
            execute(connection, sql);
        }
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Starts what has to wait for a row, and returns when it does. */
    private <T> Future<T> waiting(Callable<T> work) throws Exception {
        Future<T> future = threads.submit(work);
        while (PostgresServer.query(database, "SELECT 1 FROM pg_locks WHERE NOT granted")
                .isEmpty()) {
            assertFalse(future.isDone(), "it does not wait");
        }
        return future;
    }

    private String states() throws SQLException {
        return String.join(
                ", ", PostgresServer.query(database, "SELECT sensor_id, state FROM empw_report ORDER BY sensor_id"));
    }

    private static final String OTHER_RUN_PERMITS_B = "UPDATE empw_report SET state = 'in_doubt' WHERE sensor_id = 'b'";
    private static final String OTHER_RUN_CHANGES_B = "UPDATE empw_report SET noted_at = 0 WHERE sensor_id = 'b'";
    private static final String OTHER_RUN_PLANS_B = "UPDATE empw_report SET batch = 1 WHERE sensor_id = 'b'";

    @Test
    void aPlanWaitsForAPermissionAndLeavesItsReportsAlone() throws Exception {
        SqlLedger ledger = openUnlocked();
        planned(ledger, reports("a", "b", "c"));
        try (Connection other = transaction(OTHER_RUN_PERMITS_B)) {
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
        SqlLedger ledger = openUnlocked();
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
    void aPlanTakesWhatAnotherRunHasLearntToBeUnsentAndCallsItNotInDoubt() throws Exception {
        SqlLedger ledger = openUnlocked();
        ledger.claim(planned(ledger, reports("b")));
        try (Connection other = transaction("UPDATE empw_report SET state = 'unsent' WHERE sensor_id = 'b'")) {
            Future<Plan> plan = waiting(() -> ledger.plan(reports("a", "b"), Planning.withLeftovers(10)));
            other.commit();
            assertEquals(reports("a", "b"), plan.get().batches().get(0).reports());
            assertEquals(List.of(), plan.get().inDoubt());
        }
    }

    @Test
    void aPlanTakesTheReportsOfAPermissionThatIsRolledBack() throws Exception {
        SqlLedger ledger = openUnlocked();
        planned(ledger, reports("a", "b", "c"));
        try (Connection other = transaction(OTHER_RUN_PERMITS_B)) {
            Future<Plan> plan = waiting(() -> ledger.plan(reports("a", "b", "c"), Planning.withLeftovers(10)));
            other.rollback();
            assertEquals(reports("a", "b", "c"), plan.get().batches().get(0).reports());
            ledger.claim(plan.get().batches().get(0));
        }
    }

    @Test
    void aPermissionWaitsForAPlanAndIsRefused() throws Exception {
        SqlLedger ledger = openUnlocked();
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
    void aPermissionIsGivenAfterAPlanThatIsRolledBack() throws Exception {
        SqlLedger ledger = openUnlocked();
        PlannedBatch batch = planned(ledger, reports("a", "b", "c"));
        try (Connection other = transaction(OTHER_RUN_PLANS_B)) {
            Future<Boolean> permission = waiting(() -> {
                ledger.claim(batch);
                return true;
            });
            other.rollback();
            assertTrue(permission.get());
            assertEquals("a in_doubt, b in_doubt, c in_doubt", states());
        }
    }

    /**
     * The server looks for a deadlock when the other transaction waits for certain. On a busy machine the ledger takes its
     * row again before the other one wakes up, three times in a row, and has to wait a little.
     */
    private SqlLedger openPatiently() throws Exception {
        PostgresServer.execute(database, "ALTER DATABASE " + database + " SET deadlock_timeout = '1s'");
        Database unlocked = new LocklessDatabase(new PostgresDatabase(PostgresServer.url(database)));
        return open(unlocked, Patience.of(20, new SystemTime()));
    }

    /** Two transactions wait for each other, and the server ends the ledger's, for it looks sooner than the other's. */
    private void deadlock(Connection other) throws SQLException {
        execute(other, "UPDATE empw_report SET noted_at = 0 WHERE sensor_id = 'a'");
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
    void whatIsLearntIsNotedAfterADeadlock() throws Exception {
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

    @Test
    void aRowThatStaysLockedIsWaitedForAndThenNamed() throws Exception {
        SqlLedger ledger = open(new LocklessDatabase(new PostgresDatabase(PostgresServer.url(database))) {
            @Override
            public Connection connect(Time time) throws SQLException, LedgerException {
                Connection connection = super.connect(time);
                execute(connection, "SET lock_timeout = '200ms'");
                connection.commit();
                return connection;
            }
        });
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

    @Test
    void twoRunsThatMakeTheTableAtOnceBothSucceed() throws Exception {
        for (int round = 0; round < 10; round++) {
            PostgresServer.execute(database, "DROP TABLE empw_report");
            List<Callable<Boolean>> runs = new ArrayList<>();
            for (String api : List.of("https://one", "https://two", "https://three")) {
                runs.add(() -> {
                    SqlLedger.open(PostgresServer.url(database), api, Patience.none(), false)
                            .close();
                    return true;
                });
            }
            for (Future<Boolean> run : threads.invokeAll(runs)) {
                assertTrue(run.get());
            }
        }
    }

    /** What one of several runs did at once, over and over: plan all, and send what it may. */
    private final class BusyRun implements Callable<Boolean> {
        private SqlLedger ledger = openUnlocked();
        private final Random random;
        private final CyclicBarrier start;
        private final List<ConsumptionReport> reports;
        private final Map<ConsumptionReport, Integer> posts;

        BusyRun(long seed, CyclicBarrier start, List<ConsumptionReport> reports, Map<ConsumptionReport, Integer> posts)
                throws LedgerException {
            this.random = new Random(seed);
            this.start = start;
            this.reports = new ArrayList<>(reports);
            this.posts = posts;
        }

        @Override
        public Boolean call() throws Exception {
            start.await();
            boolean more = true;
            while (more) {
                Collections.shuffle(reports, random);
                int batchSize = 1 + random.nextInt(7);
                try {
                    Plan plan = ledger.plan(reports, Planning.withLeftovers(batchSize));
                    more = !plan.batches().isEmpty();
                    for (PlannedBatch batch : plan.batches()) {
                        send(batch);
                    }
                } catch (LedgerException e) {
                    if (e.kind() == LedgerException.Kind.UNREACHABLE) {
                        ledger.close(); // three deadlocks in a row: noted over a new connection, which may not go on
                        ledger = openUnlocked();
                    } else if (e.kind() != LedgerException.Kind.LOCKED) { // after three deadlocks in a row
                        assertEquals(LedgerException.Kind.OVERTAKEN, e.kind(), e.getMessage());
                    }
                }
            }
            return true;
        }

        private void send(PlannedBatch batch) throws LedgerException {
            ledger.claim(batch);
            int outcome = random.nextInt(4);
            if (outcome == 0) {
                ledger.settle(batch, ReportState.UNSENT);
                return;
            }
            batch.reports().forEach(report -> posts.merge(report, 1, Integer::sum));
            if (outcome < 3) {
                ledger.settle(batch, ReportState.STORED);
            }
        }
    }

    @Test
    @Timeout(3600)
    void noReportIsInTwoPostsHoweverManyRunsAreBusyAtOnce() throws Exception {
        int rounds = Integer.getInteger("rounds", 10);
        for (int round = 0; round < rounds; round++) {
            List<ConsumptionReport> reports = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                reports.add(new ConsumptionReport("s" + i, DAY.plusDays(round), BigDecimal.ONE));
            }
            Map<ConsumptionReport, Integer> posts = new ConcurrentHashMap<>();
            CyclicBarrier start = new CyclicBarrier(3);
            List<Future<Boolean>> runs = new ArrayList<>();
            for (int run = 0; run < 3; run++) {
                runs.add(threads.submit(new BusyRun(round * 10L + run, start, reports, posts)));
            }
            for (Future<Boolean> run : runs) {
                assertTrue(run.get(30, TimeUnit.SECONDS));
            }
            assertEquals(40, posts.size(), "none is left unsent");
            assertEquals(Collections.nCopies(40, 1), new ArrayList<>(posts.values()), "round " + round);
            opened.forEach(SqlLedger::close);
            opened.clear();
        }
        assertEquals(List.of(), PostgresServer.query(database, "SELECT 1 FROM empw_report WHERE state = 'unsent'"));
    }
}
