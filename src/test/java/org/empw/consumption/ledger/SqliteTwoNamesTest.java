package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ledger in a file that has two names, or whose file alone is copied or mounted: what a POST depends on is in it.
 * {@code -Dkills=150} kills more often.
 */
@Timeout(300)
class SqliteTwoNamesTest {
    private static final String API = "https://api.example.com";

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("ledger.db");
    }

    private static DatabaseUrl url(Path file) {
        return DatabaseUrl.parse("sqlite:" + file, Path.of("/"));
    }

    private static LedgerStatus status(Path file) throws LedgerException {
        return LedgerStatus.read(url(file), API, Patience.none());
    }

    private static Set<String> inDoubt(Path file) throws LedgerException {
        return sensors(SentReport.reports(status(file).inDoubt()));
    }

    private static Set<String> sensors(List<ConsumptionReport> reports) {
        Set<String> sensors = new HashSet<>();
        reports.forEach(report -> sensors.add(report.sensorId()));
        return sensors;
    }

    /** Reports claimed by a process that works with {@code name} until it is killed right after a claim. */
    private static Set<String> workAndBeKilled(Path name, int claims) throws Exception {
        return workAndBeKilled(name, claims, claims, 0);
    }

    /** The same, killed so long after a claim while it goes on, if it does not wait by then. */
    private static Set<String> workAndBeKilled(Path name, int claims, int waitsAfter, int micros) throws Exception {
        Process process = LedgerProcess.start(List.of(), "work", name.toString(), String.valueOf(waitsAfter));
        Set<String> claimed = new HashSet<>();
        try (var lines = process.inputReader()) {
            while (claimed.size() < claims) {
                String line = lines.readLine();
                assertTrue(line != null, "it works until it is killed");
                claimed.add(line);
            }
            Thread.sleep(micros / 1_000, micros % 1_000 * 1_000);
            process.toHandle().destroyForcibly(); // which leaves its output to be read
            process.waitFor();
            lines.lines().forEach(claimed::add);
        }
        return claimed;
    }

    @Test
    void theFileAloneHasEveryClaimThatWasReturned() throws Exception {
        Random random = new Random(Runtime.version().feature());
        for (int i = 0; i < Integer.getInteger("kills", 4); i++) {
            Path name = directory.resolve("ledger" + i + ".db");
            Set<String> claimed = workAndBeKilled(name, 1 + random.nextInt(50), 2_001, random.nextInt(3_000));
            Path alone = directory.resolve("alone.db");
            Files.copy(name, alone, StandardCopyOption.REPLACE_EXISTING);
            assertEquals(
                    List.of("ok"), TestDatabase.SQLITE.query(url(alone), "PRAGMA integrity_check"), "kill number " + i);
            assertFalse(
                    claimed.removeAll(sensors(SentReport.reports(status(alone).unsent()))), "kill number " + i);
        }
    }

    @Test
    void aRunThatUsesTheOtherNameOfAFileKnowsWhatAKilledOneClaimed() throws Exception {
        Path other = directory.resolve("other.db");
        SqlLedger.open(url(file), API, Patience.none(), false).close();
        Files.createLink(other, file);
        Set<String> claimed = workAndBeKilled(file, 5);
        Set<String> unsent = sensors(SentReport.reports(status(other).unsent()));
        assertTrue(claimed.stream().noneMatch(unsent::contains), unsent::toString);
        Set<String> more = workAndBeKilled(other, 5);
        assertTrue(more.stream().noneMatch(claimed::contains), "B sends nothing that A may have sent");
        claimed.addAll(more);
        Set<String> still = workAndBeKilled(file, 5);
        assertTrue(still.stream().noneMatch(claimed::contains), "A sends nothing that B may have sent");
        assertEquals(3, inDoubt(other).size(), "each kill leaves one in doubt");
    }

    @Test
    void warnsOfASecondLink() throws Exception {
        SqlLedger.open(url(file), API, Patience.none(), false).close();
        Files.createLink(directory.resolve("other.db"), file);
        try (LogLines log = new LogLines()) {
            SqlLedger.open(url(file), API, Patience.none(), false).close();
            assertTrue(log.warnings().get(0).contains("is a file with a second link, or mounted on its own"));
            Files.delete(directory.resolve("other.db"));
            SqlLedger.open(url(file), API, Patience.none(), false).close();
            assertEquals(1, log.warnings().size(), "a file with one name is well");
        }
    }

    private static final String ROW =
            "INSERT INTO empw_report (api, report_date, sensor_id, consumption, state, batch, noted_at) VALUES ('" + API
                    + "', '2020-07-28', '%s', '10', '%s', 7, 1)";

    /** As version 2.0.0 made it. */
    private Connection oldLedger() throws Exception {
        Connection old = DriverManager.getConnection("jdbc:sqlite:" + file);
        Database.execute(old, "PRAGMA journal_mode=WAL");
        Database.execute(old, "PRAGMA wal_autocheckpoint=0"); // all of it lies beside the file
        Database.execute(
                old,
                "CREATE TABLE empw_report (api TEXT NOT NULL, report_date TEXT NOT NULL, sensor_id TEXT NOT NULL,"
                        + " consumption TEXT NOT NULL, state TEXT NOT NULL, batch BIGINT NOT NULL, noted_at BIGINT NOT NULL,"
                        + " PRIMARY KEY (api, report_date, sensor_id))");
        Database.execute(old, String.format(ROW, "stored", "stored"));
        return old;
    }

    private void assertConverted(Path converted) throws Exception {
        assertEquals(Set.of("doubt"), inDoubt(converted));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + converted)) {
            assertEquals(List.of("delete"), TestDatabase.rows(connection, "PRAGMA journal_mode"), "no longer wal");
        }
        assertFalse(Files.exists(directory.resolve(converted.getFileName() + "-wal")));
        assertEquals(2, status(converted).counts().size());
    }

    @Test
    void convertsALedgerOfVersion200WithNothingLost() throws Exception {
        try (Connection old = oldLedger()) {
            Database.execute(old, String.format(ROW, "doubt", "in_doubt"));
        }
        SqlLedger.open(url(file), API, Patience.none(), false).close();
        assertConverted(file);
    }

    @Test
    void convertsWhatAKilledRunOfVersion200LeftBesideTheFile() throws Exception {
        Path killed = directory.resolve("killed.db");
        try (Connection old = oldLedger()) {
            Database.execute(old, String.format(ROW, "doubt", "in_doubt"));
            for (String end : List.of("", "-wal")) { // the files as a kill leaves them
                Files.copy(directory.resolve("ledger.db" + end), directory.resolve("killed.db" + end));
            }
        }
        assertTrue(Files.size(directory.resolve("killed.db-wal")) > 0);
        SqlLedger.open(url(killed), API, Patience.none(), false).close();
        assertConverted(killed);
    }

    @Test
    void waitsForWhoeverReadsALedgerOfVersion200() throws Exception {
        try (Connection old = oldLedger();
                Statement statement = old.createStatement()) {
            old.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM empw_report").next();
            LedgerException e =
                    assertThrows(LedgerException.class, () -> SqlLedger.open(url(file), API, Patience.none(), false));
            assertEquals(LedgerException.Kind.LOCKED, e.kind(), e.getMessage());
        }
        SqlLedger.open(url(file), API, Patience.none(), false).close();
        assertEquals(List.of("delete"), TestDatabase.SQLITE.query(url(file), "PRAGMA journal_mode"));
    }
}
