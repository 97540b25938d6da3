package org.empw.consumption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs with a journal, killed with SIGKILL and repeated until one is healthy. Every report is then stored once,
 * or in doubt, and none is stored twice. {@code mvn verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
 * -Dit.test=KillIT -Dkills=1000} kills at more random moments.
 */
class KillIT {

    private static final int SENSORS = 7;

    private final Set<String> doubtful = new HashSet<>();
    private FakeApi api;
    private Path journal;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi(InstantSource.system()).unlimited();
        begin(0);
    }

    @AfterEach
    void end() {
        api.close();
    }

    private void begin(int day) {
        api.reset();
        api.readings(Fleet.readings(SENSORS));
        doubtful.clear();
        journal = directory.resolve("journal-" + day);
    }

    @Test
    void survivesBeingKilledAtEachStepOfARun() throws Exception {
        int step = 0;
        boolean killed = true;
        while (killed) {
            begin(++step);
            Process run = start(List.of(
                    JobProcess.java(),
                    "-XX:TieredStopAtLevel=1",
                    "-Dkill.at=" + step,
                    "-cp",
                    JobProcess.JAR
                            + File.pathSeparator
                            + Path.of("target/test-classes").toAbsolutePath(),
                    "org.empw.consumption.KilledAtALogLine",
                    "-v"));
            assertTrue(run.waitFor(30, TimeUnit.SECONDS));
            killed = run.exitValue() == 137;
            runUntilHealthy(1 + step % 2, "killed at step " + step);
        }
        assertTrue(step > 10, "a run of three batches has more steps than " + step);
    }

    @Test
    void survivesBeingKilledAtRandomMoments() throws Exception {
        Random random = new Random(Long.getLong("seed", 1));
        int kills = Integer.getInteger("kills", 100);
        int underway = 0;
        for (int i = 0; i < kills; i++) {
            begin(i);
            Process run = start(fast());
            long moment = 150 + random.nextInt(350);
            if (!run.waitFor(moment, TimeUnit.MILLISECONDS)) {
                run.destroyForcibly().waitFor();
                underway++;
            }
            runUntilHealthy(1 + i % 2, "killed after " + moment + " ms");
        }
        assertTrue(underway > kills / 5, "only " + underway + " of " + kills + " runs were still under way");
    }

    /** Runs once or, for a second run must not change anything, twice; then nothing is left but what is in doubt. */
    private void runUntilHealthy(int times, String story) throws Exception {
        Process run = null;
        for (int i = 0; i < times; i++) {
            run = start(fast());
            assertTrue(run.waitFor(30, TimeUnit.SECONDS));
        }
        String err = Files.readString(directory.resolve("err"));
        assertEquals(doubtful(), new HashSet<>(doubtful), story);
        assertEquals(doubtful.isEmpty() ? 0 : 7, run.exitValue(), story + "\n" + err);
        for (Map.Entry<String, Integer> report : api.stored().entrySet()) {
            assertEquals(1, report.getValue(), story + ": doubled " + report.getKey());
        }
        for (String report : Fleet.reports(SENSORS)) {
            assertTrue(api.stored().containsKey(report) || doubtful.contains(report), story + ": lost " + report);
        }
        assertTrue(doubtful.size() <= 3, story + ": one kill puts at most one batch in doubt");
    }

    private Set<String> doubtful() throws IOException {
        Run lines = new Run();
        lines.out = Files.readString(directory.resolve("out"));
        doubtful.addAll(lines.printed(true));
        return new HashSet<>(lines.printed(true));
    }

    private List<String> fast() {
        List<String> command = new ArrayList<>(JobProcess.command());
        command.add(1, "-XX:TieredStopAtLevel=1");
        return command;
    }

    private Process start(List<String> command) throws IOException {
        Map<String, String> environment = api.environment();
        environment.put("JOURNAL_FILE", journal.toString());
        environment.put("BATCH_SIZE", "3");
        return JobProcess.start(directory, environment, directory.resolve("out"), directory.resolve("err"), command);
    }
}
