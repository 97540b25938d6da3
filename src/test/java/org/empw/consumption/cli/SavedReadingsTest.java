package org.empw.consumption.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an answer is kept, byte for byte or not at all. */
class SavedReadingsTest {
    private static final String ANSWER = "[\u00ff, 1]";

    @TempDir
    Path directory;

    private final NamedFiles files = new NamedFiles(Path.of(""), InputStream.nullInputStream());

    private SavedReadings saved(String name) {
        return files.saveReadings(directory.resolve(name).toString());
    }

    private static InputStream answer() {
        return new ByteArrayInputStream(ANSWER.getBytes(StandardCharsets.ISO_8859_1));
    }

    private long filesThere() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.count();
        }
    }

    @Test
    void keepsWhatIsReadByteByByte() throws IOException {
        try (SavedReadings saved = saved("a.json");
                InputStream in = saved.copied(answer())) {
            StringBuilder read = new StringBuilder();
            for (int b = in.read(); b >= 0; b = in.read()) {
                read.append((char) b);
            }
            assertEquals(ANSWER, read.toString());
            assertEquals(-1, in.read());
            saved.keep();
        }
        assertEquals(ANSWER, Files.readString(directory.resolve("a.json"), StandardCharsets.ISO_8859_1));
        assertEquals(1, filesThere());
    }

    @Test
    void keepsTheWholeOfALongAnswerPackedOrNot() throws IOException, UsageException {
        byte[] longAnswer = ("[" + "1,".repeat(100_000) + "1]").getBytes(StandardCharsets.UTF_8);
        for (String name : new String[] {"a.json", "a.json.gz"}) {
            try (SavedReadings saved = saved(name)) {
                saved.copied(new ByteArrayInputStream(longAnswer)).readAllBytes();
                saved.keep();
            }
            try (InputStream kept = files.openReadings(directory.resolve(name).toString())) {
                assertEquals(
                        new String(longAnswer, StandardCharsets.UTF_8),
                        new String(kept.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertEquals(2, filesThere());
    }

    @Test
    void leavesNothingOfWhatIsNotKept() throws IOException {
        try (SavedReadings saved = saved("a.json")) {
            saved.copied(answer()).readAllBytes();
            assertEquals(1, filesThere());
        }
        assertEquals(0, filesThere());
    }

    @Test
    void disturbsNobodyWhoReadsAndSaysWhyItKeptNothing() throws IOException {
        try (SavedReadings saved = saved("a.json")) {
            InputStream in = saved.copied(answer());
            Files.createDirectories(directory.resolve("a.json/b"));
            assertEquals(ANSWER.length(), in.readAllBytes().length);
            assertThrows(IOException.class, saved::keep);
            assertEquals(1, filesThere(), "the part is gone already");
        }
        try (SavedReadings saved = saved("missing/a.json")) {
            assertEquals(ANSWER.length(), saved.copied(answer()).readAllBytes().length);
            IOException e = assertThrows(IOException.class, saved::keep);
            assertEquals(directory.resolve("missing") + " does not exist", e.getMessage());
        }
    }

    @Test
    void saysWhyAFileCannotBeWrittenWithoutNamingIt() {
        assertEquals("its folder is gone", OutputFile.reason(new NoSuchFileException("x")));
        assertEquals("this user may not write in its folder", OutputFile.reason(new AccessDeniedException("x")));
        assertEquals("broken", OutputFile.reason(new IOException("broken")));
        assertEquals("IOException", OutputFile.reason(new IOException()));
    }

    @Test
    void knowsWhatReadingsLookLike() throws IOException {
        for (String readings : new String[] {"", " \t\r\n[", "[]"}) {
            assertTrue(Gzip.holdsArray(in(readings)), readings);
        }
        for (String other : new String[] {"{", "\0", "a[", "\u001f\u008b", "\u001f\u008b broken"}) {
            assertFalse(Gzip.holdsArray(in(other)), other);
        }
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
