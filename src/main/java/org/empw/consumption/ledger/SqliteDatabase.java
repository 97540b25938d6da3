package org.empw.consumption.ledger;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.text.Excerpt;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A ledger in one file, for one machine and its own disk. A run has the whole file to itself: a second one is refused,
 * and a killed one holds nothing.
 */
record SqliteDatabase(DatabaseUrl url) implements Database {
    /** Each commit is forced to the disk once. In the default journal mode a power cut could undo one. */
    private static final Map<String, String> EXCLUSIVE = Map.of(
            "locking_mode", "EXCLUSIVE", "journal_mode", "WAL", "synchronous", "FULL", "transaction_mode", "IMMEDIATE");

    private static final Set<PosixFilePermission> OWNERS_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final String HAS_TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'empw_report'";

    private Path file() {
        return url.file().orElseThrow();
    }

    /** A connection has the file to itself from here on; that is the lock. */
    @Override
    public Connection connect() throws SQLException, LedgerException {
        createPrivately();
        for (int tries = 1; ; tries++) {
            try {
                return Database.initialize(open(EXCLUSIVE), HAS_TABLE); // takes the lock
            } catch (SQLException e) {
                if (!isConflict(e) || tries == MAX_TRIES) {
                    throw e;
                }
                Database.pause();
            }
        }
    }

    /** The file is for its owner's eyes only; SQLite gives its other files the same mode. */
    private void createPrivately() throws LedgerException {
        try {
            if (file().getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(file(), PosixFilePermissions.asFileAttribute(OWNERS_ONLY));
            } else {
                Files.createFile(file());
            }
        } catch (FileAlreadyExistsException e) {
            // by an earlier run, or by another one at this moment
        } catch (IOException e) {
            throw LedgerException.unusable(
                    url, "the file cannot be made; create its folder, and see that this user may write there");
        }
    }

    private Connection open(Map<String, String> pragmas) throws SQLException, LedgerException {
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", "0");
        properties.putAll(pragmas);
        try {
            return JDBC.createConnection(JDBC.PREFIX + file(), properties);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw noNatives();
        }
    }

    private LedgerException noNatives() {
        return LedgerException.unusable(
                url,
                "SQLite's library could not be loaded; name a folder for temporary files that this user may write"
                        + " and run programs in: java -Djava.io.tmpdir=FOLDER -jar ...");
    }

    @Override
    public boolean lock(Connection connection, String api) throws SQLException {
        boolean fresh = !Database.isTrue(connection, HAS_TABLE);
        if (fresh) {
            ReportTable.create(connection);
        }
        connection.commit();
        return fresh;
    }

    @Override
    public Optional<Connection> connectReadOnly() throws SQLException, LedgerException {
        return Files.exists(file()) ? Database.withTable(open(Map.of()), HAS_TABLE) : Optional.empty();
    }

    /** Without what SQLite adds to say how it came to that. */
    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException sqlite
                ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    @Override
    public boolean isConflict(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_BUSY;
    }

    @Override
    public LedgerException explain(SQLException e) {
        if (!(e instanceof SQLiteException)) {
            // The driver wraps what keeps it from loading SQLite; its other failures have no cause.
            return e.getCause() != null
                    ? noNatives()
                    : LedgerException.unusable(url, Excerpt.shorten(String.valueOf(e.getMessage())));
        }
        if (isConflict(e)) {
            return new LedgerException(Kind.ANOTHER_RUN, "Another run is at work: it has the ledger " + url);
        }
        SQLiteErrorCode code = code(e);
        String reason = switch (code) {
            case SQLITE_NOTADB -> "the file is not a SQLite database; name another one in DATABASE_URL";
            case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM ->
                "the file or its folder cannot be written; see that this user may";
            case SQLITE_FULL -> "the disk is full";
            case SQLITE_ERROR, SQLITE_CONSTRAINT ->
                "it has a table empw_report that is not this job's; name another file";
            default -> code.message;
        };
        return LedgerException.unusable(url, reason);
    }
}
