package org.empw.consumption.ledger;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/** SQLite's own code, which its driver copies out of the jar into a folder for temporary files at each start. */
final class SqliteLibrary {
    private static final String FOLDER = "org.sqlite.tmpdir";
    private static final Duration SURELY_LOADED = Duration.ofMinutes(5);

    private SqliteLibrary() {}

    /** Gives the copies a folder of their own, and removes those that killed runs have left there. */
    static void prepare() {
        if (System.getProperty(FOLDER) != null) {
            return;
        }
        try {
            Path folder =
                    Path.of(System.getProperty("java.io.tmpdir"), "empw-sqlite-" + System.getProperty("user.name"));
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                // by an earlier run
            }
            if (!isOwn(folder)) {
                return; // somebody else's: what is loaded from there could be, too
            }
            System.setProperty(FOLDER, folder.toString());
            sweep(folder);
        } catch (IOException | UnsupportedOperationException | InvalidPathException | DirectoryIteratorException e) {
            // Then it goes where all temporary files go.
        }
    }

    private static boolean isOwn(Path folder) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(folder).getName().equals(System.getProperty("user.name"))
                && PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
                        .equals("rwx------");
    }

    /** A copy that is loaded is no longer needed; where a system keeps it from being removed, it stays. */
    private static void sweep(Path folder) throws IOException {
        Instant old = Instant.now().minus(SURELY_LOADED);
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (Path copy : copies) {
                if (Files.getLastModifiedTime(copy).toInstant().isBefore(old)) {
                    Files.deleteIfExists(copy);
                }
            }
        }
    }

    /** Why it could not be loaded, as a clause with the way out. */
    static String problem() {
        String system = OSInfo.getNativeLibFolderPathForCurrentOS();
        boolean isPackaged = LibraryLoaderUtil.hasNativeLib(
                LibraryLoaderUtil.getNativeLibResourcePath(), LibraryLoaderUtil.getNativeLibName());
        return isPackaged
                ? "SQLite's library could not be loaded; name a folder for temporary files that this user may write and run"
                        + " programs in: java -Djava.io.tmpdir=FOLDER -jar ..."
                : "SQLite is not packaged for " + system + "; use a ledger in PostgreSQL";
    }
}
