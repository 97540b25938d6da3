package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each failure of a PostgreSQL server means to whoever runs the job; without a server. */
class PostgresProblemsTest {
    private static final String NAME = "postgres://db.example.com:5432/ledger";

    private final PostgresDatabase database =
            new PostgresDatabase(DatabaseUrl.parse("postgres://someone:s3cret@db.example.com/ledger", Path.of("/")));

    private void assertExplained(SQLException e, Kind kind, String message) {
        LedgerException explained = database.explain(e);
        assertEquals("The ledger " + NAME + message, explained.getMessage());
        assertEquals(kind, explained.kind());
    }

    private static SQLException failure(@Nullable String state, Throwable cause) {
        return new SQLException("The connection attempt failed.", state, cause);
    }

    @ParameterizedTest
    @CsvSource({
        "28000, 'the server refuses the user or the password in DATABASE_URL, or a connection without TLS'",
        "28P01, 'the server refuses the user or the password in DATABASE_URL, or a connection without TLS'",
        "08004, 'the server refuses the user or the password in DATABASE_URL, or a connection without TLS'",
        "3D000, the server has no database of the name in DATABASE_URL",
        "57014, the server broke a statement off; raise statement_timeout for this user",
        "42703, it has a table empw_report that is not this job's; use another database",
        "22P02, it has a table empw_report that is not this job's; use another database",
        "23514, it has a table empw_report that is not this job's; use another database",
        "XX000, ERROR: it broke"
    })
    void saysWhatHasToBeFixed(String state, String reason) {
        assertExplained(
                new SQLException("ERROR: it broke\nin detail", state), Kind.UNUSABLE, " cannot be used: " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08000", "08001", "08006", "57P01", "57P03", "53300"})
    void saysWhatMayPass(String state) {
        assertExplained(new SQLException("FATAL: no", state), Kind.UNREACHABLE, " cannot be reached (FATAL: no)");
    }

    @Test
    void takesAFailureWithoutAStateForOneThatMayPass() {
        assertExplained(new SQLException("odd"), Kind.UNREACHABLE, " cannot be reached (odd)");
        assertExplained(new SQLException(null, "08006"), Kind.UNREACHABLE, " cannot be reached (SQLException)");
        assertExplained(new SQLException("", "08006"), Kind.UNREACHABLE, " cannot be reached ()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"40P01", "40001", "55P03"})
    void knowsTransactionsThatMet(String state) {
        SQLException e = new SQLException("ERROR: deadlock", state);
        assertTrue(database.isConflict(e));
        assertExplained(e, Kind.LOCKED, " is in use by somebody else");
        assertFalse(database.isConflict(new SQLException("ERROR", "40002")));
        assertFalse(database.isConflict(new SQLException("ERROR")));
    }

    @Test
    void knowsThatItMayNotInsert() {
        assertTrue(database.isRightMissing(new SQLException("no", "42501")));
        assertFalse(database.isRightMissing(new SQLException("no", "42502")));
        assertFalse(database.isRightMissing(new SQLException("no")));
        assertTrue(
                database.explain(new SQLException("no", "42501")).getMessage().contains("it needs SELECT, INSERT"));
        assertTrue(
                database.explain(new SQLException("no", "25006")).getMessage().contains("only answers reads"));
    }

    @Test
    void tellsTheCauseInItsOwnWordsAndNotTheUser() {
        assertExplained(
                failure("08001", new IOException("no route")), Kind.UNREACHABLE, " cannot be reached (no route)");
        assertExplained(
                failure("08001", new SQLException("FATAL: role \"someone\" is not there")),
                Kind.UNREACHABLE,
                " cannot be reached (FATAL: role of DATABASE_URL is not there)");
    }

    @Test
    void tellsWhatTheTwoSidesCannotAgreeOnFromAConnectionThatBroke() {
        String tls = " cannot be used: no TLS connection was made (";
        String way = "); see sslmode and sslrootcert in DATABASE_URL";
        assertExplained(
                new SQLException("The server does not support SSL.", "08004"),
                Kind.UNUSABLE,
                tls + "The server does not support SSL." + way);
        assertExplained(
                new SQLException("The hostname could\nnot be verified by hostnameverifier", "08006"),
                Kind.UNUSABLE,
                tls + "The hostname could" + way);
        SSLException untrusted = new SSLException("no trust");
        assertExplained(failure("08006", untrusted), Kind.UNUSABLE, tls + "no trust" + way);
        assertExplained(failure("08006", new IOException("x", untrusted)), Kind.UNUSABLE, tls + "x" + way);
        for (IOException broken :
                new IOException[] {new SocketException("x"), new SocketTimeoutException("x"), new EOFException("x")}) {
            SSLException cut = new SSLException("cut", broken);
            assertExplained(failure("08006", cut), Kind.UNREACHABLE, " cannot be reached (cut)");
        }
        assertExplained(failure("57P01", untrusted), Kind.UNREACHABLE, " cannot be reached (no trust)");
    }

    @Test
    void isThereBeforeAnythingIsConnectedTo() {
        assertTrue(database.exists());
        assertEquals(NAME, Database.of(database.url()).url().toString());
    }
}
