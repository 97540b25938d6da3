package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.FastTempDir;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs inside the test's process, against the API over real HTTP. */
public abstract class RunTestBase {
    public static final Path SAMPLE = Path.of("src/main/resources/org/empw/consumption/demo/readings.json");
    static final List<String> SAMPLE_REPORTS =
            List.of("5f1efd8e2514f800017a1fd4 2020-07-28 104", "5f1efd542514f800017a1fcc 2020-07-28 30");

    final Run run = new Run();
    FakeApi api;

    @TempDir(factory = FastTempDir.class)
    Path directory;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi(run.time).readings(Files.readString(SAMPLE));
        run.in(directory).against(api);
    }

    @AfterEach
    void end() {
        api.close();
    }

    /** Another run in the same directory, at the same time. */
    Run another() {
        Run other = new Run().in(directory).against(api);
        other.environment.putAll(run.environment);
        other.time = run.time;
        return other;
    }

    void assertSaid(String text) {
        assertTrue(run.err.contains(text), () -> text + " is not in " + run.err);
    }

    void assertNotSaid(String text) {
        assertFalse(run.err.contains(text), () -> text + " is in " + run.err);
    }

    /** Makes a pipe, into which one writes what another one reads; skips the test where that cannot be. */
    static void makePipe(Path pipe) throws InterruptedException {
        boolean isMade;
        try {
            isMade = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            isMade = false;
        }
        assumeTrue(isMade, "SKIPPED: there is no mkfifo");
    }

    static String line(String sensor, int consumption) {
        return "{\"sensor_id\":\"" + sensor + "\",\"date\":\"2020-07-28\",\"consumption\":" + consumption + "}\n";
    }

    static String inDoubt(String sensor, int consumption) {
        return line(sensor, consumption).replace("}", ",\"in_doubt\":true}");
    }
}
