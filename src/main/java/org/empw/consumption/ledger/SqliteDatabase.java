package org.empw.consumption.ledger;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.waiting.Time;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A ledger in one file, for one machine and its own disk. A run has the whole file to itself: a second one waits,
 * and a killed one holds nothing.
 */
record SqliteDatabase(DatabaseUrl url) implements Database {
    /**
     * Each commit is forced to the disk, into the file itself. With a write-ahead log it would lie in a second file,
     * which is not there where the first is reached by another name: mounted on its own, by a hard link, in a copy.
     */
    private static final Map<String, String> SETTINGS = Map.of(
            "locking_mode", "EXCLUSIVE",
            "journal_mode", "PERSIST",
            "synchronous", "FULL",
            "transaction_mode", "EXCLUSIVE",
            "busy_timeout", "0");

    private static final String HAS_TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'empw_report'";

    /** With less than this, "disk I/O error" means that the disk is full. */
    private static final long FULL_BYTES = 1 << 20;

    private Path file() {
        return url.file().orElseThrow();
    }

    @Override
    public boolean exists() {
        return file().toFile().length() > 0; // an empty file is as good as none, until something is written
    }

    /** A connection has the file to itself from here on; that is the lock. */
    @Override
    public Connection connect(Time time) throws SQLException, LedgerException {
        createPrivately();
        for (int tries = 1; ; tries++) {
            try {
                return Database.initialize(open(SETTINGS), HAS_TABLE); // takes the lock
            } catch (SQLException e) {
                if (!isConflict(e) || tries == LOCK_TRIES || !Database.pause(time)) {
                    throw e;
                }
            }
        }
    }

    /** The file is for its owner's eyes only, through a link too; SQLite gives its journal the same mode. */
    private void createPrivately() throws LedgerException {
        try {
            Path target = file();
            for (int links = 0; Files.isSymbolicLink(target) && links < 40; links++) {
                target = target.resolveSibling(Files.readSymbolicLink(target));
            }
            // In this order: another run may make both at this moment, the file first.
            if (Files.exists(target.resolveSibling(target.getFileName() + "-journal")) && !Files.exists(target)) {
                throw LedgerException.unusable(
                        url,
                        "its journal is there and the file is gone. Bring it back, or, if nothing of it is left, remove the"
                                + " journal and tell the new ledger of each day that was delivered");
            }
            if (target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(target);
            }
        } catch (FileAlreadyExistsException e) {
            // by an earlier run, or by another one at this moment
        } catch (IOException e) {
            throw LedgerException.unusable(
                    url, "the file cannot be made; create its folder, and see that this user may write there");
        }
    }

    @Override
    public Connection connectReadOnly(Time time, int maxSeconds) throws SQLException, LedgerException {
        return open(Map.of("query_only", "true", "busy_timeout", String.valueOf(maxSeconds * 1_000)));
    }

    private Connection open(Map<String, String> settings) throws SQLException, LedgerException {
        SqliteLibrary.prepare();
        Properties properties = new Properties();
        properties.putAll(settings);
        try {
            return JDBC.createConnection(JDBC.PREFIX + file(), properties);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw LedgerException.unusable(url, SqliteLibrary.problem());
        }
    }

    @Override
    public boolean hasTable(Connection connection) throws SQLException {
        return Database.isTrue(connection, HAS_TABLE);
    }

    @Override
    public Optional<String> warning() {
        return SqliteFile.hasSecondName(file())
                ? Optional.of(
                        "The ledger " + url + " is a file with a second link, or mounted on its own: a run that is"
                                + " killed while it writes can damage it. Mount its folder instead, and remove the other link")
                : Optional.empty();
    }

    @Override
    public LedgerException inUse(Connection connection, String api) {
        return inUse();
    }

    private LedgerException inUse() {
        return new LedgerException(
                Kind.LOCKED,
                "The ledger " + url + " is in use: another run has it, or a program such as sqlite3 or a backup");
    }

    /** Without what SQLite adds to say how it came to that. */
    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException sqlite
                ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    @Override
    public boolean isConflict(SQLException e) {
        SQLiteErrorCode code = code(e);
        return code == SQLiteErrorCode.SQLITE_BUSY || code == SQLiteErrorCode.SQLITE_LOCKED;
    }

    @Override
    public LedgerException explain(SQLException e) {
        if (!(e instanceof SQLiteException)) {
            // The driver wraps what keeps it from loading SQLite; its other failures have no cause.
            String reason =
                    e.getCause() != null ? SqliteLibrary.problem() : Excerpt.shorten(String.valueOf(e.getMessage()));
            return LedgerException.unusable(url, reason);
        }
        if (isConflict(e)) {
            return inUse();
        }
        String full = "the disk is full; make room and run again";
        SQLiteErrorCode code = code(e);
        String reason = switch (code) {
            case SQLITE_NOTADB, SQLITE_CORRUPT ->
                "the file is damaged, or not a SQLite database. If it was the ledger, set it aside together with the"
                        + " files of the same name that end in -journal or -wal, and restore a copy from between two runs;"
                        + " with a new one, a day that was delivered would be sent again";
            case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM -> SqliteFile.whyNotWritable(file());
            case SQLITE_FULL -> full;
            case SQLITE_IOERR ->
                Files.exists(file()) && file().toFile().getUsableSpace() < FULL_BYTES
                        ? full
                        : "the disk does not work: " + code.message;
            case SQLITE_ERROR, SQLITE_CONSTRAINT ->
                "it has a table empw_report that is not this job's; name another file";
            default -> code.message;
        };
        return LedgerException.unusable(url, reason);
    }
}
