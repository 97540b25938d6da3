package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.empw.consumption.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of {@code --page}: where it may be, whose it is, and that it costs no delivery. */
class PageFileTest extends RunTestBase {
    private static final String PAGE = "<!DOCTYPE html>\nan older one";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-            | --page - cannot be written: stdout carries the reports; name a file",
                ".            | it is a folder; name a file",
                "gone/d.html  | gone does not exist",
                "r.json/d.html| r.json is not a folder",
                "r.json       | it is there and not a page; name another file"
            })
    void isRefusedBeforeTheRunBeginsWhereItCannotBeWritten(String page, String said) throws IOException {
        Path readings = Files.copy(SAMPLE, directory.resolve("r.json"));
        run.go("--page", page);
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertSaid(said);
        assertEquals(List.of(), api.calls());
        assertEquals(Files.readString(SAMPLE), Files.readString(readings));
    }

    /** A pipe stands for all that is there and no file, as a device, which a run as root could replace. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // opening a pipe waits for its other end
    void isNotPutInThePlaceOfAPipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        makePipe(pipe);
        run.go("--page", "pipe");
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertSaid("it is there and not a page; name another file");
        assertTrue(Files.readAttributes(pipe, BasicFileAttributes.class).isOther());
    }

    @Test
    void costsNoDeliveryWhereItsFolderVanishes() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("www"));
        api.onPost(1, () -> folder.toFile().delete());
        run.go("--page", "www/day.html");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(2, api.stored().size());
        assertSaid("The page www/day.html could not be written (" + folder + " does not exist)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw-r--", "rw-r-----", "rw-------"})
    void keepsTheModeOfAnOldOneThroughALinkToo(String mode) throws IOException {
        Path page = Files.writeString(directory.resolve("old.html"), PAGE);
        Files.setPosixFilePermissions(page, PosixFilePermissions.fromString(mode));
        Path link = Files.createSymbolicLink(directory.resolve("link.html"), Path.of("old.html"));
        run.go("--page", "link.html");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(page)));
        assertTrue(Files.readString(page).endsWith("</html>\n"));
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void hasTheModeOfAnyNewFileAndLeavesNothingElse() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "");
        run.go("--page", "day.html");
        assertEquals(
                Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(directory.resolve("day.html")));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(2, files.count());
        }
    }
}
