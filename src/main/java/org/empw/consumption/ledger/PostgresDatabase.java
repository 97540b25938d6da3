package org.empw.consumption.ledger;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Level;
import javax.net.ssl.SSLException;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.waiting.Time;
import org.postgresql.Driver;

/** A ledger that all machines share, as on Heroku, where the disk goes with the run. */
record PostgresDatabase(DatabaseUrl url) implements Database {
    /**
     * The driver says what went wrong in its exceptions, too, in which the name of the user is replaced, see {@link
     * #reason}.
     */
    private static final java.util.logging.Logger DRIVER_LOG = java.util.logging.Logger.getLogger("org.postgresql");

    /** Serializes the runs that make the table: concurrent CREATE TABLE IF NOT EXISTS fails in PostgreSQL. */
    private static final long SCHEMA_LOCK = 0x656d70772d646462L;

    private static final String HAS_TABLE = "SELECT to_regclass('empw_report') IS NOT NULL";

    /**
     * A commit is on the server's disk when it is answered; waiting for a row ends before the socket gives up; a run
     * that vanished with its machine holds nothing up for more than a minute.
     */
    private static final String SESSION = "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;"
            + "SET synchronous_commit = on; SET lock_timeout = '5s';"
            + "SET idle_in_transaction_session_timeout = '60s'; SET statement_timeout = 0;"
            + "SELECT set_config(name, '0', false) FROM pg_settings"
            + " WHERE name IN ('idle_session_timeout', 'transaction_timeout');" // of newer servers
            + "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3";

    @Override
    public Connection connect(Time time) throws SQLException {
        DRIVER_LOG.setLevel(Level.OFF);
        Properties properties = new Properties();
        properties.putAll(url.properties());
        properties.putAll(Map.of("connectTimeout", "10", "loginTimeout", "20", "socketTimeout", "10"));
        properties.putAll(Map.of("tcpKeepAlive", "true", "ApplicationName", "empw-consumption-job"));
        return Database.initialize(new Driver().connect("jdbc:postgresql:///", properties), SESSION);
    }

    @Override
    public void lock(Connection connection, String api, Time time) throws SQLException, LedgerException {
        new PostgresLock(url, api).take(connection, time);
    }

    @Override
    public boolean hasTable(Connection connection) throws SQLException {
        return Database.isTrue(connection, HAS_TABLE);
    }

    @Override
    public void lockSchema(Connection connection) throws SQLException {
        Database.execute(connection, "SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
    }

    @Override
    public Connection connectReadOnly(Time time, int maxSeconds) throws SQLException {
        Connection connection = connect(time);
        Database.execute(connection, "SET statement_timeout = '" + maxSeconds + "s'; SET TRANSACTION READ ONLY");
        return connection;
    }

    @Override
    public LedgerException inUse(Connection connection, String api) {
        return new PostgresLock(url, api).inUse(connection);
    }

    @Override
    public boolean isConflict(SQLException e) {
        return Set.of("40P01", "40001", "55P03").contains(String.valueOf(e.getSQLState()));
    }

    @Override
    public boolean isHeld(SQLException e) {
        return "55P03".equals(e.getSQLState()); // after lock_timeout
    }

    @Override
    public boolean isRightMissing(SQLException e) {
        return "42501".equals(e.getSQLState());
    }

    @Override
    public LedgerException explain(SQLException e) {
        if (e instanceof SQLDataException) { // of this job's own
            return LedgerException.unusable(url, String.valueOf(e.getMessage()));
        }
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("08") && isAboutTls(e)) {
            return LedgerException.unusable(
                    url, "no TLS connection was made (" + reason(e) + "); see sslmode and sslrootcert in DATABASE_URL");
        }
        if (isConflict(e)) {
            return new LedgerException(Kind.LOCKED, "The ledger " + url + " is in use by somebody else");
        }
        // Connection lost, server starting or stopping, too many connections, no resources.
        if (state.matches("null|08.*|57P.*|53.*") && !state.equals("08004")) {
            return new LedgerException(
                    Kind.UNREACHABLE, "The ledger " + url + " cannot be reached (" + reason(e) + ")");
        }
        String reason = switch (state) {
            case "28000", "28P01", "08004" ->
                "the server refuses the user or the password in DATABASE_URL, or a connection without TLS";
            case "3D000" -> "the server has no database of the name in DATABASE_URL";
            case "42501" ->
                "the user in DATABASE_URL lacks a right: it needs SELECT, INSERT, UPDATE and DELETE on the table"
                        + " empw_report, and CREATE in its schema where that table is missing. Heroku takes INSERT away"
                        + " from a database that is larger than its plan: see heroku pg:info";
            case "25006" ->
                "the server only answers reads: it is a standby, or default_transaction_read_only is on for this"
                        + " database or user, as where the disk is full";
            case "57014" -> "the server broke a statement off; raise statement_timeout for this user";
            default ->
                state.matches("(42|22|23).*") // no such column, not of its type, a constraint of its own
                        ? "it has a table empw_report that is not this job's; use another database"
                        : reason(e);
        };
        return LedgerException.unusable(url, reason);
    }

    /** Whether it is about what the two sides speak and trust, and not about a connection that broke meanwhile. */
    private static boolean isAboutTls(SQLException e) {
        boolean tls = String.valueOf(e.getMessage()).matches("(?s).*(SSL|hostnameverifier).*");
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof EOFException) {
                return false;
            }
            tls |= cause instanceof SSLException;
        }
        return tls;
    }

    /** In the words of the cause, if there is one, or the server's, which quote the user's name. */
    private String reason(SQLException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause instanceof UnknownHostException
                ? "its host is not known"
                : Objects.requireNonNullElse(
                        cause.getMessage(), cause.getClass().getSimpleName());
        String user = '"' + url.properties().get("user") + '"';
        return Excerpt.shorten(message.lines().findFirst().orElse("").replace(user, "of DATABASE_URL"));
    }
}
