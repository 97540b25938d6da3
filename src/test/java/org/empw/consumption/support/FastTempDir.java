package org.empw.consumption.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A temporary folder that is fast, because tests make thousands of ledgers: a folder of its own in {@code /dev/shm},
 * which Linux keeps in memory, or where that is missing an ordinary one. JUnit removes it after the test.
 */
public final class FastTempDir implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "ledgers")
                : Files.createTempDirectory("ledgers");
    }
}
