package org.empw.consumption.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.waiting.GaveUpException;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's connection to the ledger and its lock, its transactions, and what is left to do when it is lost. */
final class Session implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    /** Two transactions that met rarely meet again; a lock that somebody keeps needs time. */
    private static final int TRIES_WITHOUT_WAIT = 3;

    private final Database database;
    private final RetryPolicy retryPolicy;
    private ReportTable table;
    private boolean lost; // the first connection, and the lock with it

    private Session(Database database, ReportTable table, RetryPolicy retryPolicy) {
        this.database = database;
        this.table = table;
        this.retryPolicy = retryPolicy;
    }

    /** Work that needs the lock. */
    interface Opening<T> {
        T on(Session session) throws SQLException, LedgerException;
    }

    /**
     * Opens a connection, takes the lock and begins; waits for a database that is not reached and for a lock that
     * somebody else has, within the run's waiting. Closes the connection where it fails.
     *
     * @throws LedgerException when it cannot be used
     */
    static <T> T open(Database database, String api, RetryPolicy retryPolicy, Opening<T> opening)
            throws LedgerException {
        for (int tries = 1; ; tries++) {
            Instant start = retryPolicy.time().instant();
            try {
                return openOnce(database, api, retryPolicy, opening);
            } catch (LedgerException e) {
                if (!e.mayPass()) {
                    throw e;
                }
                retryPolicy.charge(start);
                waitFor(e, retryPolicy, tries);
            }
        }
    }

    private static <T> T openOnce(Database database, String api, RetryPolicy retryPolicy, Opening<T> opening)
            throws LedgerException {
        try {
            ReportTable table = new ReportTable(database.connect(retryPolicy.time()), api, retryPolicy.time());
            Session session = new Session(database, table, retryPolicy);
            try {
                database.lock(table.connection(), api, retryPolicy.time());
                return opening.on(session);
            } catch (SQLException | LedgerException | RuntimeException | Error e) {
                session.close();
                throw e;
            }
        } catch (SQLException e) {
            throw database.explain(e);
        }
    }

    /** The table, for work that is part of the opening. */
    ReportTable table() {
        return table;
    }

    /** Whether the connection that had the lock is gone. */
    boolean isLost() {
        return lost;
    }

    <T> T inTransaction(ReportTable.Work<T> work) throws SQLException, LedgerException {
        try {
            T result = work.on(table);
            table.connection().commit();
            return result;
        } catch (SQLException | LedgerException | RuntimeException | Error e) {
            try {
                table.connection().rollback();
            } catch (SQLException notRolledBack) {
                log.debug("Not rolled back; the end of the connection does that", notRolledBack);
            }
            throw e;
        }
    }

    /** As {@link #inTransaction}, and again where another transaction was in the way, within the run's waiting. */
    <T> T repeatedly(ReportTable.Work<T> work) throws SQLException, LedgerException {
        int waits = 0;
        for (int tries = 1; ; tries++) {
            Instant start = retryPolicy.time().instant();
            try {
                return inTransaction(work);
            } catch (SQLException e) {
                if (!database.isConflict(e)) {
                    throw e;
                }
                retryPolicy.charge(start);
                if (tries >= TRIES_WITHOUT_WAIT || database.isHeld(e)) {
                    waitFor(database.inUse(table.connection(), table.api()), retryPolicy, ++waits);
                }
            }
        }
    }

    private static void waitFor(LedgerException problem, RetryPolicy retryPolicy, int tries) throws LedgerException {
        try {
            retryPolicy.backOff(tries, String.valueOf(problem.getMessage()), Duration.ZERO);
        } catch (GaveUpException e) {
            throw problem;
        }
    }

    /** {@link #repeatedly}, with failures of the database explained. */
    <T> T explained(ReportTable.Work<T> work) throws LedgerException {
        try {
            return repeatedly(work);
        } catch (SQLException e) {
            throw database.explain(e);
        }
    }

    /**
     * Does the work over a new connection, which has no lock: as often as it takes, for half a minute.
     *
     * @throws LedgerException of kind {@code UNCERTAIN}
     */
    <T> T overNewConnection(ReportTable.Work<T> work) throws LedgerException {
        lost = true;
        Instant end = retryPolicy.time().instant().plus(Duration.ofSeconds(30));
        while (true) {
            LedgerException problem;
            try {
                close();
                table = new ReportTable(database.connect(retryPolicy.time()), table.api(), retryPolicy.time());
                return inTransaction(work);
            } catch (SQLException e) {
                problem =
                        database.isConflict(e) ? database.inUse(table.connection(), table.api()) : database.explain(e);
            } catch (LedgerException e) {
                problem = e;
            }
            boolean over = !retryPolicy.time().instant().isBefore(end);
            if (over || !retryPolicy.time().sleepEvenIfStopped(Duration.ofSeconds(1))) {
                throw new LedgerException(Kind.UNCERTAIN, String.valueOf(problem.getMessage()));
            }
        }
    }

    @Override
    public void close() {
        try {
            table.connection().close();
        } catch (SQLException e) {
            log.debug("The ledger's connection was not closed", e);
        }
    }
}
