package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.TestDatabase;
import org.empw.consumption.waiting.SystemTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A ledger in a file: whose it is, how it is made, and what it says when it cannot be used. */
@Timeout(60)
class SqliteDatabaseTest extends SqliteTestBase {
    @Test
    void isForItsOwnersEyesOnly() throws Exception {
        try (SqlLedger ledger = open(url)) {
            ledger.plan(REPORTS, Planning.withLeftovers(1));
            assertEquals(List.of("ledger.db", "ledger.db-journal"), files());
            for (String name : files()) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))));
            }
        }
    }

    @Test
    void isForItsOwnersEyesOnlyThroughALinkToo() throws Exception {
        Files.createSymbolicLink(directory.resolve("link.db"), Path.of("target.db"));
        open(url("link.db")).close();
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("target.db"))));
    }

    @Test
    void forcesEachCommitToTheDisk() throws Exception {
        try (Connection connection = new SqliteDatabase(url).connect(new SystemTime())) {
            assertEquals(List.of("persist"), TestDatabase.rows(connection, "PRAGMA journal_mode"));
            assertEquals(List.of("2"), TestDatabase.rows(connection, "PRAGMA synchronous"));
            assertEquals(List.of("exclusive"), TestDatabase.rows(connection, "PRAGMA locking_mode"));
        }
    }

    @Test
    void makesItsTableInAnEmptyFileAndBesideOtherTables() throws Exception {
        Files.createFile(file);
        open(url).close();
        execute(directory.resolve("other.db"), "CREATE TABLE another (a INT)");
        try (LogLines log = new LogLines()) {
            open(url("other.db")).close();
            assertTrue(log.warnings().get(0).contains("The ledger is new"));
        }
        open(url("other.db")).close();
    }

    @Test
    void saysThatTheFileIsNoDatabase() throws Exception {
        for (String content : List.of("hello", "x".repeat(10_000))) {
            Files.writeString(file, content);
            assertFails(url, Kind.UNUSABLE, "not a SQLite database");
            LedgerException e = assertThrows(LedgerException.class, () -> LedgerStatus.read(url, API, Patience.none()));
            assertTrue(e.getMessage().contains("not a SQLite database"), e.getMessage());
            assertEquals(content, Files.readString(file));
        }
    }

    @Test
    void makesNoNewLedgerBesideTheJournalOfOneThatIsGone() throws Exception {
        open(url).close();
        Files.delete(directory.resolve("ledger.db"));
        LedgerException e = assertThrows(LedgerException.class, () -> open(url));
        assertTrue(e.getMessage().contains("its journal is there and the file is gone"), e.getMessage());
        Files.delete(directory.resolve("ledger.db-journal"));
        open(url).close();
    }

    @Test
    void saysThatTheFileCannotBeMade() throws Exception {
        assertFails(url("missing/ledger.db"), Kind.UNUSABLE, "create its folder");
        assertEquals(List.of(), files());
        // Not even root can make a file with such a name.
        assertFails(url("x".repeat(1_000)), Kind.UNUSABLE, "may write there");
        assertEquals(List.of(), files());
    }

    @Test
    void saysThatAFolderCannotBeWritten() {
        assertFails(url("."), Kind.UNUSABLE, "it is a folder; name a file in it");
    }

    @Test
    void saysThatTheTableIsSomebodyElses() throws Exception {
        for (String columns : List.of(
                "id INT",
                "api TEXT, state TEXT",
                "api TEXT, report_date TEXT, sensor_id TEXT, consumption TEXT, state TEXT, batch INT, noted_at INT",
                "api TEXT, report_date TEXT, sensor_id TEXT, consumption TEXT, state TEXT, batch INT, noted_at INT,"
                        + " mine INT NOT NULL, PRIMARY KEY (api, report_date, sensor_id)")) {
            execute(file, "DROP TABLE IF EXISTS empw_report", "CREATE TABLE empw_report (" + columns + ")");
            LedgerException e = assertThrows(
                    LedgerException.class,
                    () -> {
                        try (SqlLedger ledger = open(url)) {
                            ledger.plan(REPORTS, Planning.withLeftovers(1));
                        }
                    },
                    columns);
            assertEquals(Kind.UNUSABLE, e.kind());
            assertTrue(e.getMessage().contains("not this job's"), e.getMessage());
        }
    }

    @Test
    void saysThatSqlitesLibraryCannotBeLoaded() throws Exception {
        Process process = LedgerProcess.start(
                List.of("-Djava.io.tmpdir=" + directory.resolve("missing")), "hold", file.toString());
        String line = LedgerProcess.firstLine(process);
        assertTrue(line.startsWith("UNUSABLE"), line);
        assertTrue(line.contains("java -Djava.io.tmpdir=FOLDER"), line);
        assertEquals(0, process.waitFor());
    }

    @Test
    void knowsAFailureInEachOfItsVariants() {
        Database database = new SqliteDatabase(url);
        for (SQLiteErrorCode code : List.of(SQLiteErrorCode.SQLITE_BUSY, SQLiteErrorCode.SQLITE_BUSY_RECOVERY)) {
            SQLException busy = new SQLiteException("busy", code);
            assertTrue(database.isConflict(busy));
            assertEquals(Kind.LOCKED, database.explain(busy).kind());
        }
        assertFalse(database.isConflict(new SQLiteException("full", SQLiteErrorCode.SQLITE_FULL)));
        assertFalse(database.isConflict(new SQLException("closed")));
        assertTrue(database.explain(new SQLiteException("full", SQLiteErrorCode.SQLITE_FULL))
                .getMessage()
                .contains("disk is full"));
        assertTrue(database.explain(new SQLiteException("", SQLiteErrorCode.SQLITE_READONLY_DIRECTORY))
                .getMessage()
                .contains("cannot be written"));
        assertTrue(database.explain(new SQLException("database connection closed"))
                .getMessage()
                .contains("database connection closed"));
    }

    @Test
    void noStatementOfARunGoesThroughTheHistory() throws Exception {
        RecordingDatabase recording = new RecordingDatabase(new SqliteDatabase(url));
        recording.wholeLife(API);
        try (Connection connection = new SqliteDatabase(url).connect(new SystemTime())) {
            for (String sql : recording.statements()) {
                List<String> plan = TestDatabase.rows(connection, "EXPLAIN QUERY PLAN " + sql);
                for (String step : plan) {
                    boolean unsettled = step.contains("INDEX empw_report_unsettled");
                    assertTrue(
                            !step.contains("SCAN empw_report") || unsettled, () -> "goes through all: " + sql + plan);
                    assertTrue(
                            !step.contains("SEARCH empw_report") || sql.contains("state <> 'stored'") == unsettled,
                            () -> "takes the wrong index: " + sql + plan);
                }
            }
        }
    }
}
