package org.empw.consumption.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.waiting.Time;

/** The lock of the runs against one API: an advisory one, held until the connection ends. */
record PostgresLock(DatabaseUrl url, String api) {
    /** Who has the advisory lock; if nobody, the oldest of those who may have locked rows of the table. */
    private static final String HOLDER = """
            SELECT pid, coalesce(nullif(application_name, ''), 'unnamed'),
                to_char(coalesce(xact_start, backend_start) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
              FROM pg_locks JOIN pg_stat_activity USING (pid)
              WHERE granted AND pid <> pg_backend_pid() AND datname = current_database()
                AND (locktype = 'advisory' AND objsubid = 1
                    AND (classid::bigint << 32 | objid::bigint) = ?
                  OR relation = to_regclass('empw_report') AND mode <> 'AccessShareLock')
              ORDER BY (classid::bigint << 32 | objid::bigint) = ? DESC NULLS LAST, xact_start LIMIT 1""";

    /** Takes it, or says who has it after two seconds. */
    void take(Connection connection, Time time) throws SQLException, LedgerException {
        String tryLock = "SELECT pg_try_advisory_lock(" + key() + ")";
        for (int tries = 1; !Database.isTrue(connection, tryLock); tries++) {
            connection.commit();
            if (tries == Database.LOCK_TRIES || !Database.pause(time)) {
                throw inUse(connection);
            }
        }
        connection.commit();
    }

    /** That somebody else has it, or rows of the table, as an exception that says who. */
    LedgerException inUse(Connection connection) {
        String holder = "somebody else";
        try (PreparedStatement query = connection.prepareStatement(HOLDER)) {
            query.setLong(1, key());
            query.setLong(2, key());
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    String since = row.getString(3); // not told of the sessions of another user
                    holder = "process " + row.getInt(1) + " (" + Excerpt.shorten(row.getString(2)) + ")"
                            + (since == null ? "" : ", since " + since);
                }
            }
            connection.rollback();
        } catch (SQLException e) {
            // Then it is not known.
        }
        return new LedgerException(Kind.LOCKED, "The ledger " + url + " is in use by " + holder);
    }

    private long key() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(api.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
