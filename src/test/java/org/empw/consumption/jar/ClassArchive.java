package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.Fleet;

/**
 * The classes of a run with a ledger as the JVM has them in memory, in a file: a start then takes half as long, and
 * these tests have more than a hundred.
 */
final class ClassArchive {
    /** Leaves out the second compiler, too, which has no time to help. */
    private static final List<String> FAST = List.of("-XX:TieredStopAtLevel=1", "-XX:SharedArchiveFile=" + make());

    private ClassArchive() {}

    /** The command of the packaged jar, which starts fast. */
    static List<String> command(String... args) {
        return withOptions(JobProcess.command(args));
    }

    /** A command that begins with {@code java}, with its options for a fast start. Its class path begins with the jar. */
    static List<String> withOptions(List<String> command) {
        List<String> fast = new ArrayList<>(command);
        fast.addAll(1, FAST);
        return fast;
    }

    /** Has a run with a ledger write down what it loads. */
    private static Path make() {
        try (FakeApi api = new FakeApi(InstantSource.system()).unlimited().readings(Fleet.readings(3))) {
            Path directory =
                    Files.createTempDirectory(Path.of("target"), "classes").toAbsolutePath();
            Path archive = directory.resolve("job.jsa");
            Map<String, String> environment = api.environment();
            environment.put("DATABASE_URL", "sqlite:ledger.db");
            List<String> command = new ArrayList<>(JobProcess.command());
            command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:ArchiveClassesAtExit=" + archive));
            Path said = directory.resolve("said");
            Process run = JobProcess.start(directory, environment, said, said, command);
            assertTrue(run.waitFor(60, TimeUnit.SECONDS) && Files.exists(archive), () -> text(said));
            directory.toFile().deleteOnExit();
            for (File file : Objects.requireNonNull(directory.toFile().listFiles())) {
                file.deleteOnExit(); // before its folder
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
