package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole runs with a ledger that are killed, and repeated until one is healthy. Every report is then stored once, or in
 * doubt, and none is stored twice. {@code mvn verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
 * -Dit.test=KillIT -Dkills=1000} kills at more random moments.
 */
class KillIT extends LedgerITBase {
    @Test
    void survivesBeingKilledAtEachStepOfARun() throws Exception {
        int step = 0;
        boolean killed = true;
        while (killed) {
            begin("sqlite");
            step++;
            Process run = start(
                    "killed",
                    ClassArchive.withOptions(List.of(
                            JobProcess.java(),
                            "-Dkill.at=" + step,
                            "-cp",
                            JobProcess.JAR
                                    + File.pathSeparator
                                    + Path.of("target/test-classes").toAbsolutePath(),
                            KilledAtALogLine.class.getName(),
                            "-v")));
            assertTrue(run.waitFor(30, TimeUnit.SECONDS));
            killed = run.exitValue() == 137;
            runUntilHealthy(1, "killed at step " + step);
        }
        assertTrue(step > 10, "a run of three batches has more steps than " + step);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void survivesBeingKilledAtRandomMoments(String database) throws Exception {
        Random random = new Random(Long.getLong("seed", Runtime.version().feature()));
        int kills = Integer.getInteger("kills", 8);
        int underway = 0;
        for (int i = 0; i < kills; i++) {
            begin(database);
            Process run = start("killed", ClassArchive.command());
            int moment = 100 + random.nextInt(500);
            if (!run.waitFor(moment, TimeUnit.MILLISECONDS)) {
                run.destroyForcibly().waitFor();
                underway++;
            }
            runUntilHealthy(1 + i % 2, "killed after " + moment + " ms");
        }
        assertTrue(underway > kills / 5, "only " + underway + " of " + kills + " runs were still under way");
    }
}
