package org.empw.consumption.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the file of a ledger is to the operating system. */
final class SqliteFile {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private SqliteFile() {}

    /**
     * Whether the file has a second name: the journal that a killed run leaves lies beside the name that it used, and a
     * program that opens the file by the other name does not see it.
     */
    static boolean hasSecondName(Path file) {
        try {
            Path real = file.toRealPath();
            return (int) Files.getAttribute(real, "unix:nlink") > 1 || isMounted(real, MOUNTS);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false; // not known on this system
        }
    }

    /** Whether a file is the place of a mount, in the words of {@code /proc/self/mountinfo}. */
    static boolean isMounted(Path file, Path mounts) throws IOException {
        if (!Files.isReadable(mounts)) {
            return false;
        }
        String escaped = file.toString()
                .replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
        String all = new String(Files.readAllBytes(mounts), StandardCharsets.UTF_8); // the names may be in any charset
        return all.lines()
                .map(mount -> mount.split(" ", 6))
                .anyMatch(mount -> mount.length > 4 && mount[4].equals(escaped));
    }

    /** Why it or its folder cannot be written, as a clause with the way out. */
    static String whyNotWritable(Path file) {
        if (Files.isDirectory(file)) {
            return "it is a folder; name a file in it";
        }
        for (Path written : List.of(file, file.resolveSibling(file.getFileName() + "-journal"))) {
            if (Files.exists(written) && !Files.isWritable(written)) {
                return notWritable(String.valueOf(written.getFileName()), written);
            }
        }
        return notWritable("its folder", file.resolveSibling(".").normalize());
    }

    private static String notWritable(String what, Path path) {
        String user = System.getProperty("user.name");
        return what + " cannot be written by the user " + user + "; if another user made it: chown " + user + " "
                + path;
    }
}
