package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What differs between the databases that can hold a ledger. */
public interface Database {
    /** The one for an address; only its driver is loaded. */
    static Database of(DatabaseUrl url) {
        return url.file().isPresent() ? new SqliteDatabase(url) : new PostgresDatabase(url);
    }

    /** How often a lock is tried: a run that has just ended may still seem to hold it. */
    int MAX_TRIES = 18;

    /** Lets a random part of a tenth of a second pass, for two runs that refuse each other try again at once. */
    static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(10, 101));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens a connection, ready for transactions. It has no lock yet. */
    Connection connect() throws SQLException, LedgerException;

    /** Makes a new connection ready for transactions, of which this is the first; closes it where that fails. */
    static Connection initialize(Connection connection, String sql) throws SQLException {
        try {
            connection.setAutoCommit(false);
            execute(connection, sql);
            connection.commit();
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Takes the lock of the runs against one API, held until the connection ends, and makes the table where it is missing.
     *
     * @param api the address of the API
     * @return whether the table is new
     * @throws LedgerException when another run has the lock
     */
    boolean lock(Connection connection, String api) throws SQLException, LedgerException;

    /** A connection that only looks; empty where there is no ledger yet. Nothing is created or locked. */
    Optional<Connection> connectReadOnly() throws SQLException, LedgerException;

    /** The connection, if a query says that the table is there; else closes it. */
    static Optional<Connection> withTable(Connection connection, String hasTable) throws SQLException {
        if (isTrue(connection, hasTable)) {
            return Optional.of(connection);
        }
        connection.close();
        return Optional.empty();
    }

    /** What a failure means, as a sentence with the way out. */
    LedgerException explain(SQLException e);

    /** Whether the same transaction may work when it is made again. */
    boolean isConflict(SQLException e);

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whether a query gives a row whose first column is not false. */
    static boolean isTrue(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
