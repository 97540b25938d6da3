package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.empw.consumption.support.Fleet;
import org.empw.consumption.support.PostgresProxy;
import org.empw.consumption.support.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** SIGTERM while the ledger does not answer: what the run knows is told, with its code, before Heroku kills. */
@Execution(ExecutionMode.CONCURRENT) // they wait, most of the time
class StoppedLedgerIT extends LedgerITBase {
    private static final int SECONDS = 28; // of Heroku's 30

    private PostgresProxy beginBehindProxy() throws Exception {
        begin("postgres");
        PostgresProxy proxy = new PostgresProxy(PostgresServer.SERVER.getPort());
        databaseUrl = databaseUrl.replaceFirst(":[0-9]+/", ":" + proxy.port() + "/");
        return proxy;
    }

    private void assertEndsInTime(Process run, int code) throws Exception {
        signal(run, "TERM");
        assertTrue(run.waitFor(SECONDS, TimeUnit.SECONDS), this::said);
        assertEquals(code, run.exitValue(), this::said);
    }

    /** Waits until a run says something. */
    private void awaitSaid(String words) throws Exception {
        for (int i = 0; !said().contains(words); i++) {
            assertTrue(i < 300, this::said);
            Thread.sleep(100);
        }
    }

    @Test
    void tellsWhatIsStoredWhenTheServerHangsInANote() throws Exception {
        try (PostgresProxy proxy = beginBehindProxy()) {
            CountDownLatch posting = new CountDownLatch(1);
            api.onPost(2, () -> {
                proxy.freeze();
                posting.countDown();
            });
            Process run = start("run", ClassArchive.command());
            assertTrue(posting.await(30, TimeUnit.SECONDS));
            Thread.sleep(500); // it has the answer, and notes it
            assertEndsInTime(run, 7);
            List<String> lines = Files.readAllLines(directory.resolve("run.out"));
            assertEquals(4, lines.size(), this::said);
            assertTrue(!lines.get(0).contains("stored"), lines::toString);
            assertEquals(
                    3,
                    lines.stream()
                            .filter(line -> line.contains("\"stored\":true,\"batch\":"))
                            .count());
            assertTrue(said().contains("3 reports are stored, which the ledger could not note"), this::said);
            assertEquals(6, api.stored().size());
        }
    }

    @Test
    void tellsTheDayWhenTheServerHangsWhileItIsOpened() throws Exception {
        try (PostgresProxy proxy = beginBehindProxy()) {
            proxy.freeze();
            Process run = start("run", ClassArchive.command());
            awaitSaid("sensors sent");
            assertEndsInTime(run, 5);
            assertEquals(Fleet.reports(SENSORS), printed("run", false));
            assertEquals(0, api.posts());
        }
    }

    @Test
    void tellsTheDayWhileItWaitsForTheLock() throws Exception {
        begin("sqlite");
        Process first = start("first", ClassArchive.command());
        assertTrue(first.waitFor(30, TimeUnit.SECONDS));
        api.reset();
        api.readings(Fleet.readings(SENSORS).replace("2020-07-28", "2020-07-29"));
        try (Connection other = DriverManager.getConnection("jdbc:" + databaseUrl);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            Process run = start("run", ClassArchive.command());
            awaitSaid("is in use: another run has it");
            assertEndsInTime(run, 5);
        }
        assertEquals(SENSORS, printed("run", false).size());
        assertEquals(0, api.posts());
    }
}
