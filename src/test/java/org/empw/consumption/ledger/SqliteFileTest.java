package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operating system says of a ledger's file. */
class SqliteFileTest {
    private static final String MOUNT = "812 790 254:0 /srv/ledger.db %s rw,relatime - ext4 /dev/vda rw\n";

    @TempDir
    Path directory;

    private boolean isMounted(String file, String... mounts) throws IOException {
        Path mountinfo = directory.resolve("mountinfo");
        Files.writeString(mountinfo, String.join("", mounts));
        return SqliteFile.isMounted(Path.of(file), mountinfo);
    }

    @Test
    void aFileThatIsMountedOnItsOwnIsAPlaceOfAMount() throws IOException {
        String folder = String.format(MOUNT, "/data");
        assertTrue(isMounted("/data/ledger.db", folder, String.format(MOUNT, "/data/ledger.db")));
        assertFalse(isMounted("/data/ledger.db", folder), "whose folder is mounted has its journal beside it");
        assertFalse(isMounted("/data/ledger.db", folder, String.format(MOUNT, "/data/ledger.db-old")));
    }

    @Test
    void namesWithBlanksAreWrittenInAnotherWay() throws IOException {
        assertTrue(isMounted("/my data/le\tdg\\er.db", String.format(MOUNT, "/my\\040data/le\\011dg\\134er.db")));
    }

    @Test
    void aListOfMountsThatMakesNoSenseOrIsNotThereStopsNothing() throws IOException {
        assertFalse(isMounted("/data/ledger.db", "nonsense\n", "\n"));
        Path mountinfo = directory.resolve("latin1");
        Files.write(mountinfo, String.format(MOUNT, "/dätä").getBytes(StandardCharsets.ISO_8859_1));
        assertFalse(SqliteFile.isMounted(Path.of("/data/ledger.db"), mountinfo));
        assertFalse(SqliteFile.isMounted(Path.of("/data/ledger.db"), directory.resolve("missing")));
    }

    @Test
    void onlyAFileThatIsThereHasASecondName() throws IOException {
        Path file = directory.resolve("ledger.db");
        assertFalse(SqliteFile.hasSecondName(file));
        Files.createFile(file);
        assertFalse(SqliteFile.hasSecondName(file));
        Files.createSymbolicLink(directory.resolve("link"), file);
        assertFalse(
                SqliteFile.hasSecondName(directory.resolve("link")), "SQLite resolves it before it names the journal");
        Files.createLink(directory.resolve("other"), file);
        assertTrue(SqliteFile.hasSecondName(directory.resolve("link")));
    }

    @Test
    void saysWhatCannotBeWritten() throws IOException {
        assertEquals("it is a folder; name a file in it", SqliteFile.whyNotWritable(directory));
        assertTrue(SqliteFile.whyNotWritable(directory.resolve("ledger.db"))
                .matches(
                        "its folder cannot be written by the user .*; if another user made it: chown .* " + directory));
        Path ofTheJdk = Path.of(URI.create("jrt:/java.base/java/lang/Object.class")); // not even root may write there
        assertTrue(SqliteFile.whyNotWritable(ofTheJdk)
                .matches("Object.class cannot be written by the user .*: chown .* /.*/Object.class"));
    }
}
