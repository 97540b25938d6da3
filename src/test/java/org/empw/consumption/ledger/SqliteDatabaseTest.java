package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.TestDatabase;
import org.empw.consumption.waiting.SystemTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A ledger in a file: who may have it, and what it says when it cannot be used. */
@Timeout(60)
class SqliteDatabaseTest {
    private static final String API = "https://api.example.com";
    private static final List<ConsumptionReport> REPORTS =
            List.of(new ConsumptionReport("a", LocalDate.parse("2020-07-28"), BigDecimal.TEN));

    @TempDir
    Path directory;

    private DatabaseUrl url;
    private Path file;

    @BeforeEach
    void name() {
        url = url("ledger.db");
        file = url.file().orElseThrow();
    }

    private DatabaseUrl url(String name) {
        return DatabaseUrl.parse("sqlite:" + name, directory);
    }

    private static SqlLedger open(DatabaseUrl url) throws LedgerException {
        return SqlLedger.open(url, API, Patience.none(), false);
    }

    private static LedgerException assertFails(DatabaseUrl url, Kind kind, String words) {
        LedgerException e = assertThrows(LedgerException.class, () -> open(url).close());
        assertEquals(kind, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertTrue(e.getMessage().contains(url.file().orElseThrow().toString()), e.getMessage());
        return e;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static void execute(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

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
    void refusesALookWhileARunHasTheFile() throws Exception {
        try (SqlLedger ledger = open(url)) {
            LedgerException e = assertThrows(LedgerException.class, () -> LedgerStatus.read(url, API, Patience.none()));
            assertEquals(Kind.LOCKED, e.kind());
            assertTrue(e.getMessage().contains("or a program such as sqlite3 or a backup"), e.getMessage());
            ledger.plan(REPORTS, Planning.withLeftovers(1));
        }
        assertEquals(
                REPORTS,
                SentReport.reports(LedgerStatus.read(url, API, Patience.none()).unsent()));
    }

    @Test
    void refusesASecondProcessAndIsFreeAfterTheFirstIsKilled() throws Exception {
        Process first = LedgerProcess.start(List.of(), "hold", file.toString());
        assertEquals("opened true", LedgerProcess.firstLine(first));
        assertFails(url, Kind.LOCKED, "is in use");
        assertThrows(LedgerException.class, () -> LedgerStatus.read(url, API, Patience.none()));
        first.destroyForcibly().waitFor();
        try (SqlLedger ledger = open(url)) {
            ledger.plan(REPORTS, Planning.withLeftovers(1));
            Process second = LedgerProcess.start(List.of(), "hold", file.toString());
            assertTrue(LedgerProcess.firstLine(second).startsWith("LOCKED The ledger"));
        }
    }

    @Test
    void letsOneOfTwoProcessesInThatStartInTheSameMoment() throws Exception {
        String start = String.valueOf(System.currentTimeMillis() + 1_500);
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(LedgerProcess.start(List.of(), "contend", directory.toString(), "10", start));
        }
        for (Process process : processes) {
            assertEquals("10 opened, 0 violations", LedgerProcess.firstLine(process));
        }
    }

    @Test
    void letsOneOfSeveralInThatStartInTheSameMoment() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        for (int round = 0; round < 15; round++) {
            DatabaseUrl shared = url("round-" + round);
            AtomicInteger holders = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(3);
            List<Callable<Boolean>> runs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                runs.add(() -> {
                    start.await();
                    try (SqlLedger ledger = open(shared)) {
                        assertEquals(1, holders.incrementAndGet());
                        ledger.plan(REPORTS, Planning.withLeftovers(1));
                        holders.decrementAndGet();
                        return true;
                    }
                });
            }
            for (Future<Boolean> run : threads.invokeAll(runs)) {
                assertTrue(run.get(), "each has its turn within a second");
            }
        }
        threads.shutdown();
    }

    @Test
    void keepsWhatAKilledRunHasCommitted() throws Exception {
        try (SqlLedger ledger = open(url)) {
            ledger.claim(
                    ledger.plan(REPORTS, Planning.withLeftovers(1)).batches().get(0));
            Path copy = directory.resolve("copy.db");
            Files.copy(file, copy);
        }
        assertEquals(
                REPORTS,
                SentReport.reports(
                        LedgerStatus.read(url("copy.db"), API, Patience.none()).inDoubt()));
        try (SqlLedger ledger = open(url("copy.db"))) {
            assertEquals(
                    REPORTS,
                    SentReport.reports(
                            ledger.plan(List.of(), Planning.withLeftovers(1)).inDoubt()));
        }
    }

    @Test
    void aLookCreatesNothing() throws Exception {
        LedgerStatus none = new LedgerStatus(List.of(), List.of(), List.of(), List.of(), Optional.empty());
        assertEquals(none, LedgerStatus.read(url, API, Patience.none()));
        assertEquals(none, LedgerStatus.read(url("no/such/folder/ledger.db"), API, Patience.none()));
        assertEquals(List.of(), files());
        Files.createFile(file);
        assertEquals(none, LedgerStatus.read(url, API, Patience.none()));
        assertEquals(0, Files.size(file));
        assertEquals(List.of("ledger.db"), files());
    }

    @Test
    void aLookChangesNothing() throws Exception {
        execute(file, "CREATE TABLE another (a INT)");
        byte[] before = Files.readAllBytes(file);
        assertEquals(List.of(), LedgerStatus.read(url, API, Patience.none()).counts());
        assertArrayEquals(before, Files.readAllBytes(file));
        try (SqlLedger ledger = open(url)) {
            ledger.plan(REPORTS, Planning.withLeftovers(1));
        }
        before = Files.readAllBytes(file);
        assertEquals(
                REPORTS,
                SentReport.reports(LedgerStatus.read(url, API, Patience.none()).unsent()));
        assertArrayEquals(before, Files.readAllBytes(file));
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
    void saysThatTheFileCannotBeMade() throws Exception {
        assertFails(url("missing/ledger.db"), Kind.UNUSABLE, "create its folder");
        assertEquals(List.of(), files());
        assertFails(url("x".repeat(1_000)), Kind.UNUSABLE, "may write there"); // nor can root make one of such a name
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
