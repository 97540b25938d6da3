package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SQLite's library in the folder for temporary files. */
@Timeout(60)
class SqliteLibraryTest {
    @TempDir
    Path directory;

    private Path temporary;
    private Path own;

    @BeforeEach
    void makeFolder() throws IOException {
        temporary = Files.createDirectory(directory.resolve("tmp"));
        own = temporary.resolve("empw-sqlite-" + System.getProperty("user.name"));
    }

    private Process start(String file, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("-Djava.io.tmpdir=" + temporary));
        all.addAll(List.of(options));
        return LedgerProcess.start(all, "hold", directory.resolve(file).toString());
    }

    private void killWhenOpen(String file) throws Exception {
        Process process = start(file);
        assertEquals("opened true", LedgerProcess.firstLine(process));
        process.destroyForcibly().waitFor();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void age(Path folder, Duration age) throws IOException {
        for (Path file : files(folder)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        }
    }

    @Test
    void whatKilledRunsLeaveIsSweptAtTheNextStart() throws Exception {
        killWhenOpen("a.db");
        killWhenOpen("a.db");
        assertEquals(List.of(), files(temporary), "all lies in a folder of its own");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(own)));
        assertEquals(4, files(own).size(), "the library and its mark, twice");
        age(own, Duration.ofMinutes(6));
        killWhenOpen("a.db");
        assertEquals(2, files(own).size());
    }

    @Test
    void whatAnotherStartIsLoadingStays() throws Exception {
        killWhenOpen("a.db");
        Path loading = Files.createFile(own.resolve("sqlite-3.1-loading-libsqlitejdbc.so"));
        killWhenOpen("a.db");
        assertTrue(Files.exists(loading));
    }

    @Test
    void startsAtTheSameMomentDoNotBreakEachOther() throws Exception {
        for (int round = 0; round < 2; round++) {
            List<Process> processes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                processes.add(start("ledger" + i));
            }
            for (Process process : processes) {
                assertEquals("opened true", LedgerProcess.firstLine(process));
                process.destroyForcibly().waitFor();
            }
            age(own, Duration.ofHours(1)); // all sweep the same
        }
    }

    @Test
    void aFolderThatOthersMayWriteToIsNotUsed() throws Exception {
        Files.createDirectory(own);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
        killWhenOpen("a.db");
        assertEquals(List.of(), files(own));
        assertEquals(2, files(temporary).size());
    }

    @Test
    void aLinkToAFolderIsNotUsed() throws Exception {
        Path elsewhere = Files.createDirectory(
                directory.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(own, elsewhere);
        killWhenOpen("a.db");
        assertEquals(List.of(), files(elsewhere));
    }

    @Test
    void namesAProcessorForWhichThereIsNone() throws Exception {
        Process process = start("a.db", "-Dorg.sqlite.osinfo.architecture=s390x");
        String line = LedgerProcess.firstLine(process);
        assertTrue(line.startsWith("UNUSABLE"), line);
        assertTrue(line.contains("SQLite is not packaged for Linux/s390x; use a ledger in PostgreSQL"), line);
    }
}
