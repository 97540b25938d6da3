package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.junit.jupiter.api.Test;

/** A look at a ledger in a file: refused while a run has it; otherwise it creates and changes nothing. */
class SqliteLookTest extends SqliteTestBase {
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
}
