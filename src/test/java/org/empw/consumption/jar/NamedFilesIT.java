package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that options name, as the system sees them: their mode, who may write where, and how much. */
class NamedFilesIT {
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
    void makesAPageByTheUmask() throws Exception {
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

    /** Root may write everywhere: where root runs this test, another user runs the job. */
    @Test
    void refusesAFolderBeforeTheRunWhereThisUserMayNotWrite() throws Exception {
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

    /** A limit on the size of files stands for a full disk. */
    @Test
    void costsNoDayWhereTheReadingsCannotBeKept() throws Exception {
        try (FakeApi api = new FakeApi(InstantSource.system()).readings(Fleet.readings(3_000))) {
            List<String> command =
                    new ArrayList<>(List.of("sh", "-c", "ulimit -f 200; exec \"$@\"", "sh")); // 512 bytes each
            command.addAll(JobProcess.command("--save-readings", "day.json"));
            Process job = JobProcess.start(
                    directory, api.environment(), directory.resolve("out"), directory.resolve("err"), command);
            assertTrue(job.waitFor(30, TimeUnit.SECONDS));
            String said = Files.readString(directory.resolve("err"));
            assertEquals(0, job.exitValue(), said);
            assertEquals(3_000, api.stored().size());
            assertTrue(said.contains("could not be saved in day.json (File too large); the run goes on"), said);
            try (Stream<Path> files = Files.list(directory)) {
                assertEquals(2, files.count(), "only out and err");
            }
        }
    }
}
