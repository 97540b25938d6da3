package org.empw.consumption.view;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text that is put aside in a temporary file until what comes before it is known. */
final class Spool implements Closeable {

    private final Path file;
    private BufferedWriter writer;

    Spool() throws IOException {
        try {
            file = Files.createTempFile("consumption-job", ".tmp");
        } catch (IOException e) {
            throw new IOException(
                    "no temporary file can be made; see that java.io.tmpdir is a folder with some space", e);
        }
        file.toFile().deleteOnExit();
        writer = Files.newBufferedWriter(file);
    }

    void append(CharSequence text) {
        try {
            writer.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary file " + file + " cannot be written", e);
        }
    }

    /** Forgets all that was appended. */
    void clear() {
        try {
            writer.close();
            writer = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary file " + file + " cannot be written", e);
        }
    }

    void copyTo(OutputStream out) throws IOException {
        writer.flush();
        Files.copy(file, out);
    }

    static void print(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        writer.close();
        Files.deleteIfExists(file);
    }
}
