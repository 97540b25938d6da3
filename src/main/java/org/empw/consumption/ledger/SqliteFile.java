package org.empw.consumption.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the file of a ledger is to the operating system. */
final class SqliteFile {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private SqliteFile() {}

    /**
     * Whether the file has a second name: the journal that a killed run leaves lies beside the name that it used, and is
     * missed by who opens the file by the other.
     */
    static boolean hasSecondName(Path file) {
        try {
            Path real = file.toRealPath();
            return (int) Files.getAttribute(real, "unix:nlink") > 1 || isMounted(real);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false; // not known on this system
        }
    }

    private static boolean isMounted(Path file) throws IOException {
        if (!Files.isReadable(MOUNTS)) {
            return false;
        }
        String escaped = file.toString().replace("\\", "\\134").replace(" ", "\\040");
        try (Stream<String> mounts = Files.lines(MOUNTS)) {
            return mounts.anyMatch(mount -> mount.split(" ", 6)[4].equals(escaped));
        }
    }

    /** Why it or its folder cannot be written, as a clause with the way out. */
    static String whyNotWritable(Path file) {
        if (Files.isDirectory(file)) {
            return "it is a folder; name a file in it";
        }
        String user = System.getProperty("user.name");
        String whose = Files.exists(file) && !Files.isWritable(file) ? "the file" : "the folder of the file";
        return whose + " cannot be written by the user " + user + "; if another user made it: chown " + user + " FILE";
    }
}
