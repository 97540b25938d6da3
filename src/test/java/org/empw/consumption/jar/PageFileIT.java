package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of {@code --page} as the system sees it: its mode, and who may write where. */
class PageFileIT {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    @TempDir
    Path directory;

    /** Runs a command and returns its code and stderr. */
    private String run(List<String> command) throws Exception {
        Path err = directory.resolve("err");
        Process job =
                JobProcess.start(directory, Map.of("PATH", "/usr/bin:/bin"), directory.resolve("out"), err, command);
        assertTrue(job.waitFor(30, TimeUnit.SECONDS));
        return job.exitValue() + " " + Files.readString(err);
    }

    @Test
    void isMadeByTheUmask() throws Exception {
        for (String umask : List.of("022", "027", "077")) {
            List<String> command = new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
            command.addAll(JobProcess.command("--demo", "--page", umask + ".html"));
            String said = run(command);
            assertTrue(said.startsWith("0 "), said);
        }
        assertEquals("rw-r--r--", mode("022.html"));
        assertEquals("rw-r-----", mode("027.html"));
        assertEquals("rw-------", mode("077.html"));
    }

    private String mode(String file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
    }

    /** Root may write everywhere, so it hands the run to somebody else. */
    @Test
    void isRefusedBeforeTheRunWhereThisUserMayNotWrite() throws Exception {
        Path jar = Files.copy(JobProcess.JAR, directory.resolve("job.jar"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path locked = Files.createDirectory(directory.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        List<String> command = new ArrayList<>();
        if (Files.isWritable(locked)) {
            Assumptions.assumeTrue(Files.isExecutable(SETPRIV), "SKIPPED: there is no setpriv");
            command.addAll(List.of(SETPRIV.toString(), "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.addAll(List.of(JobProcess.java(), "-jar", jar.toString(), "--demo", "--page", "locked/day.html"));
        String said = run(command);
        assertEquals(
                "2 consumption-job: --page locked/day.html cannot be written: this user may not write in the folder "
                        + locked + "\n",
                said);
    }
}
