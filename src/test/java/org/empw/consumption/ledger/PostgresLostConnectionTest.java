package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.PostgresProxy;
import org.empw.consumption.support.PostgresProxy.Cut;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.support.VirtualTime;
import org.empw.consumption.support.WatchedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run does when its connection to PostgreSQL ends before, during or after a commit. */
@Timeout(60)
class PostgresLostConnectionTest {
    private static final String API = "https://api.example.com";
    private static final LocalDate DAY = LocalDate.parse("2020-07-28");
    private static final List<ConsumptionReport> REPORTS =
            List.of(new ConsumptionReport("a", DAY, BigDecimal.ONE), new ConsumptionReport("b", DAY, BigDecimal.TEN));

    private final VirtualTime time = new VirtualTime(Instant.parse("2020-07-29T00:30:00Z"));
    private String database;
    private PostgresProxy proxy;
    private SqlLedger ledger;
    private PlannedBatch batch;
    private PlannedBatch nextBatch;

    @BeforeEach
    void plan() throws Exception {
        database = PostgresServer.newDatabase();
        proxy = new PostgresProxy(PostgresServer.SERVER.getPort());
        ledger = open(proxy.port());
        List<PlannedBatch> batches =
                ledger.plan(REPORTS, Planning.withLeftovers(1)).batches();
        batch = batches.get(0);
        nextBatch = batches.get(1);
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
        proxy.close();
    }

    private SqlLedger open(int port) throws LedgerException {
        return SqlLedger.open(PostgresServer.url(port, "postgres", database, ""), API, Patience.of(900, time), false);
    }

    private void assertStates(String... expected) throws SQLException {
        assertEquals(
                List.of(expected),
                PostgresServer.query(database, "SELECT sensor_id, state FROM empw_report ORDER BY sensor_id"));
    }

    private void assertNothingCanBeClaimed() {
        LedgerException e = assertThrows(LedgerException.class, () -> ledger.claim(nextBatch));
        assertEquals(Kind.UNREACHABLE, e.kind());
        assertTrue(e.getMessage().contains("was lost"), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void aClaimWhoseCommitWasLostIsNoneAndIsTakenBack(Cut cut) throws Exception {
        proxy.cutAtNextCommit(cut);
        LedgerException e = assertThrows(LedgerException.class, () -> ledger.claim(batch));
        assertEquals(Kind.UNREACHABLE, e.kind(), e.getMessage());
        assertStates("a unsent", "b unsent");
        Thread.sleep(cut == Cut.LATE ? PostgresProxy.LATE_MILLIS + 100 : 0);
        assertStates("a unsent", "b unsent");
        assertNothingCanBeClaimed();
        assertEquals(batch.reports(), ledger.stillPlanned(batch));
        ledger.close();
        try (SqlLedger nextRun = open(PostgresServer.SERVER.getPort())) {
            nextRun.claim(
                    nextRun.plan(REPORTS, Planning.withLeftovers(5)).batches().get(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsKnownToBeStoredIsNotedOverANewConnection(Cut cut) throws Exception {
        ledger.claim(batch);
        proxy.cutAtNextCommit(cut);
        ledger.settle(batch, ReportState.STORED);
        assertStates("a stored", "b unsent");
        assertNothingCanBeClaimed();
        assertStates("a stored", "b unsent");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsKnownToBeUnsentIsNotedOverANewConnection(Cut cut) throws Exception {
        ledger.claim(batch);
        proxy.cutAtNextCommit(cut);
        ledger.settle(batch, ReportState.UNSENT);
        Thread.sleep(cut == Cut.LATE ? PostgresProxy.LATE_MILLIS + 100 : 0);
        assertStates("a unsent", "b unsent");
        assertNothingCanBeClaimed();
    }

    @ParameterizedTest
    @EnumSource
    void aPlanWhoseCommitWasLostIsNone(Cut cut) throws Exception {
        proxy.cutAtNextCommit(cut);
        LedgerException e = assertThrows(LedgerException.class, () -> ledger.plan(REPORTS, Planning.withLeftovers(5)));
        assertEquals(Kind.UNREACHABLE, e.kind());
        assertStates("a unsent", "b unsent");
    }

    @Test
    void aConnectionThatEndedBetweenTwoTransactionsGivesNoClaim() throws Exception {
        PostgresServer.endConnections(database);
        LedgerException e = assertThrows(LedgerException.class, () -> ledger.claim(batch));
        assertEquals(Kind.UNREACHABLE, e.kind(), e.getMessage());
        assertStates("a unsent", "b unsent");
        assertNothingCanBeClaimed();
    }

    @Test
    void aConnectionThatEndedWhileAPostWasUnderwayLosesNothing() throws Exception {
        ledger.claim(batch);
        PostgresServer.endConnections(database);
        try (LogLines log = new LogLines()) {
            ledger.settle(batch, ReportState.STORED);
            assertTrue(
                    log.warnings().get(0).contains("over a new connection"),
                    () -> log.all().toString());
        }
        assertStates("a stored", "b unsent");
        assertNothingCanBeClaimed();
        ledger.purge();
    }

    @Test
    void aRunThatWasOvertakenWhileItsConnectionWasGoneTakesNothingBack() throws Exception {
        PostgresServer.endConnections(database);
        try (SqlLedger other = open(PostgresServer.SERVER.getPort())) {
            PlannedBatch taken =
                    other.plan(REPORTS, Planning.withLeftovers(5)).batches().get(0);
            other.claim(taken);
            assertThrows(LedgerException.class, () -> ledger.claim(batch));
            assertStates("a in_doubt", "b in_doubt");
            assertEquals(List.of(), ledger.stillPlanned(batch));
            other.settle(taken, ReportState.STORED);
        }
        assertStates("a stored", "b stored");
    }

    @Test
    void givesUpNotingAfterHalfAMinute() throws Exception {
        ledger.claim(batch);
        proxy.close();
        PostgresServer.endConnections(database);
        Instant start = time.instant();
        LedgerException e = assertThrows(LedgerException.class, () -> ledger.settle(batch, ReportState.STORED));
        assertEquals(Kind.UNCERTAIN, e.kind());
        assertEquals(30, Duration.between(start, time.instant()).toSeconds());
        assertStates("a in_doubt", "b unsent");
        assertNothingCanBeClaimed();
        assertThrows(LedgerException.class, () -> ledger.stillPlanned(batch));
        ledger.purge();
    }

    @Test
    void aServerThatStopsAndComesBackLosesNothing(@TempDir Path directory) throws Exception {
        EmbeddedPostgres.Builder builder = WatchedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false);
        EmbeddedPostgres server = builder.start();
        DatabaseUrl url = PostgresServer.url(server.getPort(), "postgres", "postgres", "");
        try (SqlLedger run = SqlLedger.open(url, API, Patience.none(), false)) {
            PlannedBatch planned =
                    run.plan(REPORTS, Planning.withLeftovers(5)).batches().get(0);
            run.claim(planned);
            server.close();
            LedgerException e = assertThrows(LedgerException.class, () -> LedgerStatus.read(url, API, Patience.none()));
            assertEquals(Kind.UNREACHABLE, e.kind(), e.getMessage());
            CompletableFuture<EmbeddedPostgres> comingBack =
                    CompletableFuture.supplyAsync(() -> startAgain(builder, server.getPort()));
            run.settle(planned, ReportState.STORED);
            comingBack.get().getPostgresDatabase().getConnection().close();
            assertEquals(
                    List.of(new LedgerStatus.Count(DAY, ReportState.STORED, 2)),
                    LedgerStatus.read(url, API, Patience.none()).counts());
            comingBack.get().close();
        }
    }

    private static EmbeddedPostgres startAgain(EmbeddedPostgres.Builder builder, int port) {
        try {
            return builder.setPort(port).start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
