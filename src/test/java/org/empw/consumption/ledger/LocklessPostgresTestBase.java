package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.waiting.RetryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Runs that share a ledger in PostgreSQL at the same moment, because the lock does not hold. */
abstract class LocklessPostgresTestBase {
    static final String API = "https://api.example.com";
    static final LocalDate DAY = LocalDate.parse("2020-07-28");

    final ExecutorService threads = Executors.newCachedThreadPool();
    final List<SqlLedger> opened = new ArrayList<>();
    String database;

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

    SqlLedger openLockless() throws LedgerException {
        return open(new LocklessDatabase(new PostgresDatabase(PostgresServer.url(database))));
    }

    SqlLedger open(Database lockless) throws LedgerException {
        return open(lockless, Patience.none());
    }

    SqlLedger open(Database lockless, RetryPolicy patience) throws LedgerException {
        SqlLedger ledger = SqlLedger.open(lockless, API, patience, false);
        opened.add(ledger);
        return ledger;
    }

    static PlannedBatch planned(SqlLedger ledger, List<ConsumptionReport> reports) throws LedgerException {
        return ledger.plan(reports, Planning.withoutLeftovers(100)).batches().get(0);
    }

    String states() throws SQLException {
        return String.join(
                ", ", PostgresServer.query(database, "SELECT sensor_id, state FROM empw_report ORDER BY sensor_id"));
    }

    static List<ConsumptionReport> reports(String... sensors) {
        List<ConsumptionReport> reports = new ArrayList<>();
        for (String sensor : sensors) {
            reports.add(new ConsumptionReport(sensor, DAY, BigDecimal.TEN));
        }
        return reports;
    }

    /** Another run's transaction, one statement after the other. */
    Connection transaction(String... statements) throws SQLException {
        Connection connection = PostgresServer.connect(database);
        connection.setAutoCommit(false);
        Database.execute(connection, "SET deadlock_timeout = '1min'");
        for (String sql : statements) {
            Database.execute(connection, sql);
        }
        return connection;
    }

    /** Starts what has to wait for a row, and returns when it does. */
    <T> Future<T> waiting(Callable<T> work) throws Exception {
        Future<T> future = threads.submit(work);
        while (PostgresServer.query(database, "SELECT 1 FROM pg_locks WHERE NOT granted")
                .isEmpty()) {
            assertFalse(future.isDone(), "it does not wait");
        }
        return future;
    }
}
