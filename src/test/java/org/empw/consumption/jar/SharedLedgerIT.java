package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fleet;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.support.WatchedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs that share a ledger: two at once, one that was suspended, a database that restarts, two weeks of days. */
class SharedLedgerIT extends LedgerITBase {
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void deliversOnceWhenTwoRunsStartAtOnce(String database) throws Exception {
        for (int i = 0; i < 2; i++) {
            begin(database);
            api.onEach(Call.REPORTS, () -> sleep(50));
            Process first = start("first", ClassArchive.command());
            Process second = start("second", ClassArchive.command());
            assertTrue(first.waitFor(60, TimeUnit.SECONDS) && second.waitFor(60, TimeUnit.SECONDS));
            assertEquals(List.of(0, 0), List.of(first.exitValue(), second.exitValue()), this::said);
            assertEquals(SENSORS, api.stored().size());
            assertTrue(api.stored().values().stream().allMatch(times -> times == 1), this::said);
            assertEquals(
                    "",
                    Files.readString(directory.resolve("first.out"))
                            + Files.readString(directory.resolve("second.out")));
            runUntilHealthy(1, "two at once");
            assertEquals(Set.of(), inDoubt);
        }
    }

    @Test
    void givesUpWhatAnotherRunTookWhileItWasSuspended() throws Exception {
        begin("postgres");
        CountDownLatch posting = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        api.onPost(1, () -> {
            posting.countDown();
            await(answer);
        });
        Process suspended = start("suspended", ClassArchive.command());
        assertTrue(posting.await(30, TimeUnit.SECONDS));
        signal(suspended, "STOP");
        PostgresServer.execute(
                "postgres",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'empw-consumption-job'");
        answer.countDown();
        Process other = start("other", ClassArchive.command());
        assertTrue(other.waitFor(60, TimeUnit.SECONDS));
        assertEquals(7, other.exitValue(), this::said);
        assertEquals(3, printed("other", true).size());
        signal(suspended, "CONT");
        assertTrue(suspended.waitFor(60, TimeUnit.SECONDS));
        assertEquals(6, suspended.exitValue(), this::said);
        assertEquals(List.of(), printed("suspended", false));
        assertEquals(List.of(), printed("suspended", true));
        runUntilHealthy(1, "suspended");
        assertEquals(Set.of(), inDoubt); // the first batch was stored, and noted late
    }

    @Test
    void endsWellThoughTheDatabaseIsRestartedMidway() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        EmbeddedPostgres.Builder builder =
                WatchedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
        AtomicReference<EmbeddedPostgres> server = new AtomicReference<>(builder.start());
        begin("sqlite");
        databaseUrl = "postgres://postgres@127.0.0.1:" + server.get().getPort() + "/postgres";
        api.onPost(2, () -> {
            try {
                server.get().close();
                server.set(builder.setPort(server.get().getPort()).start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Process run = start("run", ClassArchive.command());
        assertTrue(run.waitFor(60, TimeUnit.SECONDS));
        assertEquals(6, run.exitValue(), this::said);
        assertEquals(List.of(Fleet.reports(SENSORS).get(6)), printed("run", false));
        assertEquals(List.of(), printed("run", true));
        runUntilHealthy(1, "restarted");
        assertEquals(Set.of(), inDoubt);
        server.get().close();
    }

    @Test
    void keepsTwoWeeksOfALargeFleet() throws Exception {
        begin("sqlite");
        String day = Fleet.readings(10_000);
        for (int i = 1; i <= 14; i++) {
            api.reset();
            api.readings(day.replace("2020-07-28", String.format("2020-07-%02d", i)));
            Process run = start("day", JobProcess.command());
            assertTrue(run.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, run.exitValue(), this::said);
            assertEquals(10_000, api.stored().size());
        }
    }
}
