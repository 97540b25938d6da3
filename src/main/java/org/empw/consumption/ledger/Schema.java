package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one table of a ledger. The state is the report's own; a batch is the set of rows that have its id. The index is
 * why history costs nothing, and why each statement that looks for unsettled rows says {@code state <> 'stored'}:
 * SQLite takes a partial index only for those words.
 */
public final class Schema {
    private static final Logger log = LoggerFactory.getLogger(Schema.class);

    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS empw_report (api TEXT NOT NULL, report_date TEXT NOT NULL, sensor_id TEXT NOT NULL,
              consumption TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('unsent','in_doubt','stored')),
              batch BIGINT NOT NULL, noted_at BIGINT NOT NULL, last_at BIGINT, last_level BIGINT,
              PRIMARY KEY (api, report_date, sensor_id))""";

    private static final String INDEX =
            "CREATE INDEX IF NOT EXISTS empw_report_unsettled ON empw_report (batch) WHERE state <> 'stored'";

    /** What a table of version 2.0.0 lacks: the time and the level of a sensor's last reading of the day. */
    static final List<String> NEW_COLUMNS = List.of(
            "ALTER TABLE empw_report ADD COLUMN last_at BIGINT",
            "ALTER TABLE empw_report ADD COLUMN last_level BIGINT");

    private Schema() {}

    public static void create(Connection connection) throws SQLException {
        Database.execute(connection, TABLE);
        Database.execute(connection, INDEX);
    }

    /** Whether the table has the columns for the last reading of a day. */
    static boolean hasLastReadings(Connection connection) throws SQLException {
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, "empw_report", "last_level")) {
            return columns.next();
        }
    }

    /** Makes the table where it is missing, and adds the columns that one of version 2.0.0 lacks; returns whether it was. */
    static boolean prepare(Database database, Connection connection) throws SQLException {
        boolean isNew = !database.hasTable(connection);
        if (isNew || !hasLastReadings(connection)) {
            database.lockSchema(connection);
            if (isNew) {
                create(connection);
            } else if (!hasLastReadings(connection)) {
                addLastReadings(database, connection);
            }
        }
        connection.commit();
        return isNew;
    }

    private static void addLastReadings(Database database, Connection connection) throws SQLException {
        try {
            for (String sql : NEW_COLUMNS) {
                Database.execute(connection, sql);
            }
        } catch (SQLException e) {
            if (!database.isRightMissing(e)) {
                throw e;
            }
            connection.rollback();
            log.warn(
                    "The user in DATABASE_URL may not add the columns that version 2.1.0 needs to compare a day with those"
                            + " before; have the owner of the table run: {}",
                    String.join("; ", NEW_COLUMNS));
        }
    }
}
