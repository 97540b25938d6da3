package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.empw.consumption.waiting.Time;

/** What differs between the databases that can hold a ledger. */
public interface Database {
    /** The one for an address; only its driver is loaded. */
    static Database of(DatabaseUrl url) {
        return url.file().isPresent() ? new SqliteDatabase(url) : new PostgresDatabase(url);
    }

    /** How often a lock is tried at once, for two seconds: a run that has just ended may still seem to hold it. */
    int LOCK_TRIES = 36;

    /** Where it is. */
    DatabaseUrl url();

    /** Whether there is a database to connect to; a connection to a file would make it. */
    default boolean exists() {
        return true;
    }

    /** Opens a connection, ready for transactions. Only SQLite's has the lock then. */
    Connection connect(Time time) throws SQLException, LedgerException;

    /** Opens a connection that reads without the lock, and waits so many seconds at most. */
    Connection connectReadOnly(Time time, int maxSeconds) throws SQLException, LedgerException;

    /**
     * Takes the lock of the runs against one API, held until the connection ends; SQLite's connection has it already.
     *
     * @param api the address of the API
     * @throws LedgerException of kind {@code LOCKED} when somebody else keeps it
     */
    default void lock(Connection connection, String api, Time time) throws SQLException, LedgerException {}

    boolean hasTable(Connection connection) throws SQLException;

    /** Makes the table where it is missing; returns whether it was. */
    default boolean createTable(Connection connection) throws SQLException {
        return Schema.prepare(this, connection);
    }

    /** Keeps other runs from changing the schema until the transaction ends. */
    default void lockSchema(Connection connection) throws SQLException {}

    /** What a person should know of the place where the database lies. */
    default Optional<String> warning() {
        return Optional.empty();
    }

    /** That somebody else has the lock, or rows that are needed, as an exception that says who. */
    LedgerException inUse(Connection connection, String api);

    /** What a failure means, as a sentence with the way out. */
    LedgerException explain(SQLException e);

    /** Whether the same transaction may work when it is made again. */
    boolean isConflict(SQLException e);

    /** Whether a transaction has waited for somebody else already, so that it is not made again at once. */
    default boolean isHeld(SQLException e) {
        return false;
    }

    /** Whether the user lacks a right that the statement needs. */
    default boolean isRightMissing(SQLException e) {
        return false;
    }

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

    /** A random part of a tenth of a second, so that two runs that refuse each other do not retry in step. */
    static boolean pause(Time time) {
        return time.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextInt(10, 101)));
    }

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
