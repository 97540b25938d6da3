package org.empw.consumption.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Keeps the API's answer in a file as it came, while it is being read: whole or not at all, and for this user only. If
 * it cannot be written, reading goes on, and {@link #keep} fails.
 */
public final class SavedReadings implements AutoCloseable {
    private static final int BUFFER = 65_536;

    private final NamedFiles files;
    private final String name;
    private Optional<OutputFile> file = Optional.empty();
    private Optional<Path> part = Optional.empty();
    private OutputStream out = OutputStream.nullOutputStream();
    private Optional<IOException> problem = Optional.empty();

    SavedReadings(NamedFiles files, String name) {
        this.files = files;
        this.name = name;
    }

    /** The same answer; whatever is read of it is also kept. A new answer starts the file again. */
    public InputStream copied(InputStream answer) {
        close();
        problem = Optional.empty();
        try {
            OutputFile found = files.readingsFile(name);
            Path fresh = found.newPart();
            file = Optional.of(found);
            part = Optional.of(fresh);
            out = new BufferedOutputStream(Files.newOutputStream(fresh), BUFFER);
            out = name.endsWith(".gz") ? new GZIPOutputStream(out, BUFFER) : out;
        } catch (IOException e) {
            giveUp(e);
        }
        return new Copying(answer);
    }

    /**
     * Puts what was read into its place.
     *
     * @throws IOException saying why that could not be, as a clause
     */
    public void keep() throws IOException {
        if (problem.isEmpty() && part.isPresent()) {
            try {
                out.close();
                file.orElseThrow().replaceBy(part.get());
                part = Optional.empty();
            } catch (IOException e) {
                giveUp(e);
            }
        }
        if (problem.isPresent()) {
            throw new IOException(OutputFile.reason(problem.get()), problem.get());
        }
    }

    private void giveUp(IOException e) {
        problem = Optional.of(e);
        close();
    }

    /** Drops what was not kept. */
    @Override
    public void close() {
        try (OutputStream closed = out) {
            out = OutputStream.nullOutputStream();
        } catch (IOException e) {
            // What it still held is not wanted.
        }
        try {
            if (part.isPresent()) {
                Files.deleteIfExists(part.get());
            }
        } catch (IOException e) {
            // Then it lies there, under its own name.
        }
        part = Optional.empty();
    }

    private void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            giveUp(e);
        }
    }

    /** Reads the answer and writes what it reads. */
    private final class Copying extends InputStream {
        private final InputStream in;

        Copying(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            if (count > 0) {
                write(buffer, offset, count);
            }
            return count;
        }
    }
}
