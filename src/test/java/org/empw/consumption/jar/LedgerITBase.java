package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.empw.consumption.run.Run;
import org.empw.consumption.support.FastTempDir;
import org.empw.consumption.support.Fleet;
import org.empw.consumption.support.PostgresServer;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with a ledger of the packaged jar, repeated until one is healthy. */
abstract class LedgerITBase extends ITBase {
    static final int SENSORS = 7;

    @TempDir(factory = FastTempDir.class)
    Path ledgers;

    private int files;
    final Set<String> inDoubt = new HashSet<>();
    String databaseUrl;

    void begin(String database) throws SQLException {
        api.reset();
        api.readings(Fleet.readings(SENSORS));
        inDoubt.clear();
        databaseUrl = database.equals("postgres")
                ? "postgres://postgres@127.0.0.1:" + PostgresServer.SERVER.getPort() + "/"
                        + PostgresServer.newDatabase()
                : "sqlite:" + ledgers.resolve(++files + ".db");
    }

    /** Runs once or twice (a second run must not change anything); then nothing is left but what is in doubt. */
    void runUntilHealthy(int times, String story) throws Exception {
        int code = -1;
        api.recover();
        for (int i = 0; i < times; i++) {
            Process run = start("healthy", ClassArchive.command());
            assertTrue(run.waitFor(30, TimeUnit.SECONDS));
            code = run.exitValue();
            Set<String> now = new HashSet<>(printed("healthy", true));
            inDoubt.addAll(now);
            assertEquals(inDoubt, now, story);
        }
        assertEquals(inDoubt.isEmpty() ? 0 : 7, code, () -> story + said());
        for (Map.Entry<String, Integer> report : api.stored().entrySet()) {
            assertEquals(1, report.getValue(), () -> story + ": sent twice: " + report.getKey() + said());
        }
        for (String report : Fleet.reports(SENSORS)) {
            assertTrue(
                    api.stored().containsKey(report) || inDoubt.contains(report),
                    () -> story + ": lost " + report + said());
        }
        assertTrue(inDoubt.size() <= 3, story + ": one kill puts at most one batch in doubt");
    }

    List<String> printed(String name, boolean marked) throws IOException {
        return Run.reports(Files.readString(directory.resolve(name + ".out")), marked);
    }

    String said() {
        StringBuilder said = new StringBuilder();
        try (var files = Files.newDirectoryStream(directory, "*.err")) {
            for (Path file : files) {
                said.append('\n').append(file.getFileName()).append(":\n").append(Files.readString(file));
            }
        } catch (IOException e) {
            said.append(e);
        }
        return said.toString();
    }

    Process start(String name, List<String> command) throws IOException {
        Map<String, String> environment = api.environment();
        environment.put("DATABASE_URL", databaseUrl);
        if (!name.equals("day")) {
            environment.put("BATCH_SIZE", "3");
        }
        return JobProcess.start(
                directory, environment, directory.resolve(name + ".out"), directory.resolve(name + ".err"), command);
    }

    static void signal(Process process, String signal) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor());
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
