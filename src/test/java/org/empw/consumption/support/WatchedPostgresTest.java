package org.empw.consumption.support;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a server when the process that started it is killed, as a test run that hangs is. */
@DisabledOnOs(OS.WINDOWS)
class WatchedPostgresTest {
    @TempDir
    Path directory;

    /** Starts a server, says so, and waits to be killed. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] arguments) throws Exception {
            WatchedPostgres.builder().setDataDirectory(Path.of(arguments[0])).start();
            System.out.println("started");
            Thread.sleep(TimeUnit.MINUTES.toMillis(2));
        }
    }

    @Test
    void losesItsLockFileWithoutWhichItEndsWhenItsProcessIsKilled() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        Process starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertTrue(starter.inputReader().lines().anyMatch(line -> line.equals("started")));
        Path lock = data.resolve("postmaster.pid");
        ProcessHandle server = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(lock).get(0)))
                .orElseThrow();
        starter.destroyForcibly().waitFor();
        for (int i = 0; Files.exists(lock) && i < 100; i++) {
            Thread.sleep(100);
        }
        assertTrue(Files.notExists(lock));
        server.destroy(); // otherwise the test waits for the minute after which it ends by itself
        server.onExit().get(30, TimeUnit.SECONDS);
    }
}
