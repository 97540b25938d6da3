package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does when transactions fail: with real ones in a file, and faults at its commits and connections. */
class SessionTest {
    private static final String API = "https://api.example.com";
    private static final Instant START = Instant.parse("2020-07-29T00:30:00Z");
    private static final List<ConsumptionReport> REPORTS =
            List.of(new ConsumptionReport("a", LocalDate.parse("2020-07-28"), BigDecimal.TEN));

    @TempDir
    Path directory;

    private final VirtualTime time = new VirtualTime(START);
    private Duration tryTakes = Duration.ZERO;
    private DatabaseUrl url;
    private FaultyDatabase database;
    private SqlLedger ledger;
    private PlannedBatch batch;

    @BeforeEach
    void plan() throws LedgerException {
        url = DatabaseUrl.parse("sqlite:ledger.db", directory);
        database = new FaultyDatabase(Database.of(url), () -> time.pass(tryTakes));
        ledger = open();
        batch = ledger.plan(REPORTS, Planning.withLeftovers(10)).batches().get(0);
        database.connections = 0;
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private SqlLedger open() throws LedgerException {
        return SqlLedger.open(database, API, Patience.of(900, time), false);
    }

    /** The ledger has the one report, in this state. */
    private void assertState(ReportState expected) throws LedgerException {
        ledger.close();
        List<LedgerStatus.Count> counts =
                LedgerStatus.read(url, API, Patience.none()).counts();
        assertEquals(List.of(new LedgerStatus.Count(REPORTS.get(0).date(), expected, 1)), counts);
    }

    @Test
    void takesBackAClaimWhoseCommitWasLostAndGivesNoOther() throws LedgerException {
        database.failCommit("08006");
        assertThrows(LedgerException.class, () -> ledger.claim(batch));
        assertEquals(1, database.connections);
        LedgerException e = assertThrows(LedgerException.class, () -> ledger.claim(batch));
        assertEquals(Kind.UNREACHABLE, e.kind());
        assertEquals("The connection to the ledger was lost", e.getMessage());
        assertState(ReportState.UNSENT);
    }

    @Test
    void givesAClaimAfterTransactionsThatMet() throws LedgerException {
        database.failCommit(FaultyDatabase.CONFLICT);
        database.failCommit(FaultyDatabase.CONFLICT);
        ledger.claim(batch);
        assertEquals(List.of(), time.waits());
        assertEquals(0, database.connections);
        assertState(ReportState.IN_DOUBT);
    }

    @Test
    void waitsLongerAndLongerForSomebodyWhoKeepsRows() throws LedgerException {
        for (int i = 0; i < 5; i++) {
            database.failCommit(FaultyDatabase.CONFLICT);
        }
        ledger.claim(batch);
        List<Duration> waits = time.waits();
        assertEquals(3, waits.size());
        for (int i = 0; i < 3; i++) {
            long millis = waits.get(i).toMillis();
            assertTrue(millis >= 500L << i && millis <= 1_000L << i, waits.toString());
        }
    }

    @Test
    void givesNoClaimWhereSomebodyKeepsRowsForTooLong() {
        for (int i = 0; i < 100; i++) {
            database.failCommit(FaultyDatabase.CONFLICT);
        }
        LedgerException e = assertThrows(LedgerException.class, () -> ledger.claim(batch));
        assertEquals(Kind.LOCKED, e.kind());
        assertEquals(Duration.ofMinutes(15), time.waited());
    }

    @Test
    void countsTheTimeOfTriesThatFailedAsWaiting() {
        tryTakes = Duration.ofSeconds(5);
        for (int i = 0; i < 400; i++) {
            database.failCommit(FaultyDatabase.CONFLICT);
        }
        assertThrows(LedgerException.class, () -> ledger.claim(batch));
        Duration all = Duration.between(START, time.instant());
        assertTrue(all.compareTo(Duration.ofSeconds(920)) < 0, all.toString());
    }

    @Test
    void notesOverANewConnectionWhatIsKnown() throws LedgerException {
        ledger.claim(batch);
        database.failCommit("08006");
        database.failConnect(2);
        try (LogLines log = new LogLines()) {
            ledger.settle(batch, ReportState.STORED);
            assertEquals(1, log.warnings().size(), log.all().toString());
            assertTrue(log.warnings().get(0).endsWith("; noting what is known over a new connection"));
        }
        assertEquals(3, database.connections);
        assertEquals(START.plusSeconds(2), time.instant());
        assertState(ReportState.STORED);
    }

    @Test
    void notesOverANewConnectionAtOnceWhatIsKnownAfterTheFirstWasLost() throws LedgerException {
        ledger.claim(batch);
        database.failCommit("08006");
        ledger.settle(batch, ReportState.UNSENT);
        try (LogLines log = new LogLines()) {
            ledger.settle(batch, ReportState.UNSENT);
            assertEquals(List.of(), log.warnings());
        }
        assertEquals(2, database.connections);
        assertState(ReportState.UNSENT);
    }

    @Test
    void givesUpNotingAfterHalfAMinute() throws LedgerException {
        ledger.claim(batch);
        database.failCommit("08006");
        database.failConnect(1_000);
        LedgerException e = assertThrows(LedgerException.class, () -> ledger.settle(batch, ReportState.STORED));
        assertEquals(Kind.UNCERTAIN, e.kind());
        assertEquals(31, database.connections);
        assertEquals(START.plusSeconds(30), time.instant());
        assertState(ReportState.IN_DOUBT);
    }

    @Test
    void purgesNothingOverAConnectionThatIsLost() throws LedgerException {
        database.failCommit("08006");
        assertThrows(LedgerException.class, () -> ledger.claim(batch));
        try (LogLines log = new LogLines()) {
            database.failCommit("08006");
            ledger.purge();
            assertEquals(List.of(), log.all());
        }
    }

    @Test
    void onlyWarnsWhereItCannotPurge() {
        try (LogLines log = new LogLines()) {
            database.failCommit("08006");
            ledger.purge();
            assertEquals(1, log.warnings().size(), log.all().toString());
        }
    }

    @Test
    void tellsWhyItCannotSayWhatIsStillPlanned() throws LedgerException {
        assertEquals(REPORTS, ledger.stillPlanned(batch));
        database.failCommit("08006");
        assertThrows(LedgerException.class, () -> ledger.stillPlanned(batch));
    }

    @Test
    void closesItsConnectionWhereTheOpeningFails() throws LedgerException {
        ledger.close();
        database.failCommit("08006");
        LedgerException e = assertThrows(LedgerException.class, this::open);
        assertEquals(Kind.UNUSABLE, e.kind());
        assertEquals(1, database.connections);
        ledger = open(); // which SQLite refuses where a connection is left
        assertEquals(List.of(), time.waits());
    }
}
