package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.empw.consumption.waiting.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's connection to the ledger, its transactions, and what is left to do when it is lost. */
final class Session {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private final Database database;
    private final Time time;
    private ReportTable table;
    private boolean lost; // the first connection, and the lock with it

    Session(Database database, String api, Time time) throws SQLException, LedgerException {
        this.database = database;
        this.time = time;
        table = new ReportTable(database.connect(), api, time);
    }

    Connection connection() {
        return table.connection();
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

    /** As {@link #inTransaction}, and again where another transaction was in the way. */
    <T> T repeatedly(ReportTable.Work<T> work) throws LedgerException {
        for (int tries = 1; ; tries++) {
            try {
                return inTransaction(work);
            } catch (SQLException e) {
                if (!database.isConflict(e) || tries == 3) {
                    throw database.explain(e);
                }
            }
        }
    }

    /** Does the work over a new connection, which has no lock: as often as it takes, for half a minute. */
    <T> T overNewConnection(ReportTable.Work<T> work) throws LedgerException {
        lost = true;
        Instant end = time.instant().plus(Duration.ofSeconds(30));
        while (true) {
            try {
                close();
                table = new ReportTable(database.connect(), table.api(), time);
                return inTransaction(work);
            } catch (SQLException e) {
                if (!time.instant().isBefore(end) || !time.sleepEvenIfStopped(Duration.ofSeconds(1))) {
                    throw database.explain(e);
                }
            }
        }
    }

    void close() {
        try {
            table.connection().close();
        } catch (SQLException e) {
            log.debug("The ledger's connection was not closed", e);
        }
    }
}
