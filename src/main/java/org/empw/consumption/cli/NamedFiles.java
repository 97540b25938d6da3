package org.empw.consumption.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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
            return Files.newInputStream(file);
        } catch (InvalidPathException e) {
            throw new UsageException(option + " names a file whose " + NO_LOCALE);
        } catch (NoSuchFileException e) {
            throw new UsageException(option + " " + name + " does not exist; name a file, or - for stdin");
        } catch (IOException e) {
            throw new UsageException(option + " " + name + " cannot be read; see that this user may");
        }
    }

    /**
     * Writes a page of HTML into a file, so that there is never half of it, and never over anything but another page.
     *
     * @throws IOException saying why it cannot be written, as a clause
     */
    public void writePage(String name, String html) throws IOException {
        Path named;
        try {
            named = directory.resolve(name);
        } catch (InvalidPathException e) {
            throw new IOException("its " + NO_LOCALE, e);
        }
        boolean there = Files.exists(named);
        Path file = there ? named.toRealPath() : named.toAbsolutePath();
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder) || (there && !Files.isRegularFile(file))) {
            throw new IOException("it is not a file in an existing folder");
        }
        if (there && !isPage(file)) {
            throw new IOException("it is there and not a page; name another file");
        }
        Path fresh = Files.createTempFile(folder, "page", ".html");
        try {
            Files.writeString(fresh, html);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    private static boolean isPage(Path file) throws IOException {
        String start = "<!DOCTYPE html>";
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(start.length()), StandardCharsets.ISO_8859_1);
            return head.isEmpty() || head.equals(start);
        }
    }
}
