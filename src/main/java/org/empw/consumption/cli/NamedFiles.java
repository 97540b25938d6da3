package org.empw.consumption.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The files that options name, with {@code -} for stdin.
 *
 * @param directory where relative names begin
 */
public record NamedFiles(Path directory, InputStream stdin) {
    private static final String NO_LOCALE = "name cannot be written without a locale; set LANG=C.UTF-8";

    /**
     * Opens a file for reading.
     *
     * @throws UsageException naming {@code option} when it cannot be
     */
    public InputStream open(String option, String name) throws UsageException {
        if (name.equals("-")) {
            return stdin;
        }
        try {
            Path file = directory.resolve(name);
            if (Files.isDirectory(file)) {
                throw new UsageException(option + " " + name + " is a folder; name a file, or - for stdin");
            }
            if (!Files.exists(file)) {
                throw new UsageException(option + " " + name + " does not exist; name a file, or - for stdin");
            }
            return new FileInputStream(file.toFile()); // which knows that a pipe has no position
        } catch (InvalidPathException e) {
            throw new UsageException(option + " names a file whose " + NO_LOCALE);
        } catch (IOException e) {
            throw new UsageException(option + " " + name + " cannot be read; see that this user may");
        }
    }

    /**
     * Opens a file of readings, compressed or not.
     *
     * @throws UsageException when it cannot be opened
     * @throws IOException when it is compressed and damaged
     */
    public InputStream openReadings(String name) throws UsageException, IOException {
        return Gzip.unpacked(open("--readings", name));
    }

    /**
     * Finds out whether the files that the options name can be written, before there is anything to lose.
     *
     * @throws UsageException naming the option and the reason when one cannot be
     */
    public void checkOutputs(CommandLineOptions options) throws UsageException {
        if (options.page().isPresent()) {
            check("--page", options.page().get(), this::pageFile);
        }
        if (options.saveReadings().isPresent()) {
            check("--save-readings", options.saveReadings().get(), this::readingsFile);
        }
    }

    /** Finds out whether a file of that name can be written. */
    private interface Finder {
        OutputFile find(String name) throws IOException;
    }

    private static void check(String option, String name, Finder files) throws UsageException {
        try {
            files.find(name);
        } catch (IOException e) {
            throw new UsageException(option + " " + name + " cannot be written: " + OutputFile.reason(e));
        }
    }

    /**
     * The file that is to keep the API's answer.
     *
     * @param name of the file; it is compressed where that ends in {@code .gz}
     */
    public SavedReadings saveReadings(String name) {
        return new SavedReadings(this, name);
    }

    OutputFile readingsFile(String name) throws IOException {
        return new OutputFile(directory, name, "a file of readings", Gzip::holdsArray);
    }

    /**
     * Writes a page of HTML into a file, so that there is never half of it, and never over anything but another page.
     *
     * @throws IOException saying why it cannot be written, as a clause
     */
    public void writePage(String name, String html) throws IOException {
        pageFile(name).writeForOthers(html);
    }

    private OutputFile pageFile(String name) throws IOException {
        return new OutputFile(directory, name, "a page", NamedFiles::isPage);
    }

    private static boolean isPage(InputStream in) throws IOException {
        String start = "<!DOCTYPE html>";
        String head = new String(in.readNBytes(start.length()), StandardCharsets.ISO_8859_1);
        return head.isEmpty() || head.equals(start);
    }
}
