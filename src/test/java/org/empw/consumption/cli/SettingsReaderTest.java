package org.empw.consumption.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of where settings come from, and of lines that are no settings. */
class SettingsReaderTest {
    @TempDir
    Path directory;

    private String origin(Map<String, String> environment, String file) throws IOException {
        Files.writeString(directory.resolve(".env"), file);
        SettingsReader reader = new SettingsReader(environment, directory);
        reader.text("ADMIN_EMAIL", false);
        reader.text("BATCH_SIZE", false);
        assertEquals(List.of(), reader.problems);
        return reader.origin();
    }

    @Test
    void saysWhichSettingsCameFromWhere() throws IOException {
        assertEquals("none", origin(Map.of(), ""));
        assertEquals("ADMIN_EMAIL from the environment", origin(Map.of("ADMIN_EMAIL", "a"), ""));
        assertEquals("BATCH_SIZE from .env", origin(Map.of(), "BATCH_SIZE=2"));
        assertEquals(
                "ADMIN_EMAIL from the environment; BATCH_SIZE from .env",
                origin(Map.of("ADMIN_EMAIL", "a"), "BATCH_SIZE=2"));
    }

    @Test
    void showsOfLinesThatSetNothingThoseThatAreLikeASettingInTheirOrder() throws IOException {
        Files.writeString(directory.resolve(".env"), """
                ZEBRA=1
                BATCH_LENGTHY=1
                BATCH_LENGTHIER=1
                BATC_SIZE=1
                ALPHA=1
                BATCH_SIZE=1
                BATCHSIZE=1
                batch_size=1
                M=1
                """);
        SettingsReader reader = new SettingsReader(Map.of(), directory);
        reader.number("BATCH_SIZE", 1, 9);
        assertEquals(
                List.of(
                        "line 1",
                        "line 2 (BATCH_LENGTHY)",
                        "line 3",
                        "line 4",
                        "line 5",
                        "line 7 (BATCHSIZE)",
                        "line 8",
                        "line 9"),
                reader.unknown());
    }
}
