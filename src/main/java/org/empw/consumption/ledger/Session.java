package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's connection to the ledger's database, and its transactions. */
final class Session {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private static final int MAX_TRIES = 3;

    /** How long it is tried to note what is known when the connection was lost. */
    private static final Duration MAX_NOTING = Duration.ofSeconds(30);

    final Database database;
    private final String api;
    private final InstantSource clock;
    private final Predicate<Duration> sleep;
    private Optional<Connection> connection = Optional.empty();

    /** Whether the first connection, and the lock with it, is gone. */
    boolean lost;

    /** What a transaction does. */
    interface Work<T> {
        T on(ReportTable table) throws SQLException, LedgerException;
    }

    Session(Database database, String api, InstantSource clock, Predicate<Duration> sleep) {
        this.database = database;
        this.api = api;
        this.clock = clock;
        this.sleep = sleep;
    }

    /** Connects and takes the lock; returns whether the table is new. */
    boolean open() throws LedgerException {
        try {
            Connection opened = database.connect();
            connection = Optional.of(opened);
            return database.lock(opened, api);
        } catch (SQLException e) {
            throw database.explain(e);
        }
    }

    <T> T inTransaction(Work<T> work) throws SQLException, LedgerException {
        Connection current = connection.orElseThrow();
        try {
            T result = work.on(new ReportTable(current, api, clock));
            current.commit();
            return result;
        } catch (SQLException | LedgerException | RuntimeException | Error e) {
            try {
                current.rollback();
            } catch (SQLException notRolledBack) {
                log.debug("Not rolled back; the end of the connection does that", notRolledBack);
            }
            throw e;
        }
    }

    /** As {@link #inTransaction}, and again where another transaction was in the way. */
    <T> T repeatedly(Work<T> work) throws LedgerException {
        for (int tries = 1; ; tries++) {
            try {
                return inTransaction(work);
            } catch (SQLException e) {
                if (!database.isConflict(e) || tries == MAX_TRIES) {
                    throw database.explain(e);
                }
            }
        }
    }

    /** Does the work over a new connection, which has no lock: as often as it takes, for half a minute. */
    <T> T overNewConnection(Work<T> work) throws LedgerException {
        lost = true;
        Instant end = clock.instant().plus(MAX_NOTING);
        while (true) {
            try {
                close();
                connection = Optional.of(database.connect());
                return inTransaction(work);
            } catch (SQLException e) {
                if (!clock.instant().isBefore(end) || !sleep.test(Duration.ofSeconds(1))) {
                    throw database.explain(e);
                }
            }
        }
    }

    void close() {
        try {
            if (connection.isPresent()) {
                connection.get().close();
            }
        } catch (SQLException e) {
            log.debug("The ledger's connection was not closed", e);
        }
    }
}
