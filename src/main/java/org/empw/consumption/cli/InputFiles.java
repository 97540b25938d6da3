package org.empw.consumption.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.empw.consumption.api.MalformedResponseException;
import org.empw.consumption.api.ReadingsHandler;
import org.empw.consumption.api.ReadingsParser;
import org.empw.consumption.delivery.ReportFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that options name, with {@code -} for stdin. */
public final class InputFiles {

    private static final Logger log = LoggerFactory.getLogger(InputFiles.class);

    private final Path directory;
    private final InputStream stdin;

    /**
     * @param directory where relative names begin
     */
    public InputFiles(Path directory, InputStream stdin) {
        this.directory = directory;
        this.stdin = stdin;
    }

    /**
     * Reads the readings that {@code --readings} names, as the API would answer them.
     *
     * @throws IOException when they are not whole
     */
    public void readings(String name, ReadingsHandler handler) throws UsageException, IOException {
        try (InputStream in = open("--readings", name)) {
            ReadingsParser.parse(in, handler);
        } catch (MalformedResponseException | IOException e) {
            throw new IOException(
                    "The readings in " + (name.equals("-") ? "stdin" : name) + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Reads the reports that {@code option} names. */
    public ReportFile reports(String option, String name) throws UsageException {
        try (InputStream in = open(option, name)) {
            ReportFile file = ReportFile.read(in);
            if (file.unsent().isEmpty() && file.doubtful().isEmpty()) {
                log.warn("{} {} holds no reports", option, name);
            }
            return file;
        } catch (ReportFile.InvalidException | IOException e) {
            throw new UsageException(option + " " + name + " cannot be used: " + e.getMessage());
        }
    }

    private InputStream open(String option, String name) throws UsageException {
        if (name.equals("-")) {
            return stdin;
        }
        try {
            Path file = directory.resolve(name);
            if (Files.isDirectory(file)) {
                throw new UsageException(option + " " + name + " is a folder; name a file, or - for stdin");
            }
            return Files.newInputStream(file);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException(option + " " + name + " does not exist; name a file, or - for stdin");
        } catch (IOException e) {
            throw new UsageException(option + " " + name + " cannot be read; see that this user may");
        }
    }
}
