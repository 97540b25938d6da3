package org.empw.consumption.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that an option names to be written: whole or not at all, because it is written beside its place and then
 * moved, and never over anything but one of its kind.
 */
final class OutputFile {
    /** How the names of unfinished files begin. */
    private static final String PART = ".consumption-job-";

    private final Path file;

    /** What a file that is there already has to be. */
    interface Kind {
        boolean holds(InputStream content) throws IOException;
    }

    /**
     * The file of that name, and whether it can be written.
     *
     * @param kind what may be replaced, by its name
     * @throws IOException saying why it cannot be written, as a clause
     */
    OutputFile(Path directory, String name, String kindName, Kind kind) throws IOException {
        if (name.equals("-")) {
            throw new IOException("stdout carries the reports; name a file");
        }
        Path named;
        try {
            named = directory.resolve(name).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new IOException("its name cannot be written without a locale; set LANG=C.UTF-8", e);
        }
        boolean there = Files.exists(named);
        file = there ? named.toRealPath() : named;
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IOException("it is a folder; name a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + (Files.exists(folder) ? " is not a folder" : " does not exist"));
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("this user may not write in the folder " + folder);
        }
        if (there && !(Files.isRegularFile(file) && isOf(kind))) {
            throw new IOException("it is there and not " + kindName + "; name another file");
        }
    }

    private boolean isOf(Kind kind) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return kind.holds(in);
        } catch (AccessDeniedException e) {
            throw new IOException("it is there, and this user may not read it", e);
        }
    }

    /** Writes a file that others may read: a new one by the umask; an old one keeps its mode, and its owner if it can. */
    void writeForOthers(String text) throws IOException {
        Path fresh = file.resolveSibling(
                PART + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        try {
            Files.writeString(fresh, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            if (Files.exists(file)) {
                keepRights(fresh);
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw new IOException(reason(e), e);
        }
    }

    /** An empty file beside this one's place, which only this user may read. */
    Path newPart() throws IOException {
        return Files.createTempFile(file.getParent(), PART, "");
    }

    /** Moves to this one's place what {@link #newPart} began. */
    void replaceBy(Path part) throws IOException {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void keepRights(Path fresh) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        if (view == null) {
            return; // not a system that has them
        }
        PosixFileAttributes old = Files.readAttributes(file, PosixFileAttributes.class);
        try {
            view.setGroup(old.group());
            view.setOwner(old.owner());
        } catch (IOException e) {
            // Only root may give a file away.
        }
        view.setPermissions(old.permissions());
    }

    /** Why a file could not be written, as a clause that names no other file. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "its folder is gone";
        }
        if (e instanceof AccessDeniedException) {
            return "this user may not write in its folder";
        }
        String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
