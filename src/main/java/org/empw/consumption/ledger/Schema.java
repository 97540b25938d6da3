package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The one table, the same in each database. */
final class Schema {
    /**
     * The state is the report's own; a batch is the set of rows that bear its number. The index is why history costs
     * nothing, and why each statement that looks for unsettled rows says {@code state <> 'stored'}: SQLite takes a partial
     * index only for those words.
     */
    private static final List<String> TABLE = List.of(
            """
            CREATE TABLE IF NOT EXISTS empw_report (api TEXT NOT NULL, report_date TEXT NOT NULL, sensor_id TEXT NOT NULL,
              consumption TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('unsent','in_doubt','stored')),
              batch BIGINT NOT NULL, noted_at BIGINT NOT NULL, PRIMARY KEY (api, report_date, sensor_id))""", "CREATE INDEX IF NOT EXISTS empw_report_unsettled ON empw_report (batch) WHERE state <> 'stored'");

    private Schema() {}

    static void create(Connection connection) throws SQLException {
        for (String statement : TABLE) {
            execute(connection, statement);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whether a query gives a row whose first column is not false. */
    static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** A query's first column, without NULL, which is how a maximum says that there is none. */
    static List<String> column(Connection connection, String query, String... parameters) throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String value = rows.getString(1);
                    if (value != null) {
                        values.add(value);
                    }
                }
            }
        }
        return values;
    }
}
