package org.empw.consumption.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The files that options name, with {@code -} for stdin.
 *
 * @param directory where relative names begin
 */
public record NamedFiles(Path directory, InputStream stdin) {
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
            return Files.newInputStream(file);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException(option + " " + name + " does not exist; name a file, or - for stdin");
        } catch (IOException e) {
            throw new UsageException(option + " " + name + " cannot be read; see that this user may");
        }
    }

    /**
     * Finds out whether the files that the options name can be written, before there is anything to lose.
     *
     * @throws UsageException naming the option and the reason when one cannot be
     */
    public void checkOutputs(CommandLineOptions options) throws UsageException {
        if (options.page().isPresent()) {
            String name = options.page().get();
            try {
                page(name);
            } catch (IOException e) {
                throw cannotWrite("--page", name, e);
            }
        }
    }

    private static UsageException cannotWrite(String option, String name, IOException e) {
        return new UsageException(option + " " + name + " cannot be written: " + OutputFile.reason(e));
    }

    /**
     * Writes a page of HTML into a file, so that there is never half of it, and never over anything but another page.
     *
     * @throws IOException saying why it cannot be written, as a clause
     */
    public void writePage(String name, String html) throws IOException {
        page(name).writeForOthers(html);
    }

    private OutputFile page(String name) throws IOException {
        return new OutputFile(directory, name, "a page", NamedFiles::isPage);
    }

    private static boolean isPage(InputStream in) throws IOException {
        String start = "<!DOCTYPE html>";
        String head = new String(in.readNBytes(start.length()), StandardCharsets.ISO_8859_1);
        return head.isEmpty() || head.equals(start);
    }
}
