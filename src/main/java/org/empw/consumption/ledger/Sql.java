package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** JDBC, a line for each statement. */
final class Sql {
    /** How many rows travel between the driver and the database at once. */
    static final int ROWS_AT_ONCE = 1_000;

    private Sql() {}

    /** What is made of a row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns how many rows were changed. */
    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    static <T> List<T> query(Connection connection, Row<T> row, String sql, Object... parameters) throws SQLException {
        List<T> all = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(row.read(rows));
                }
            }
        }
        return all;
    }

    /** Whether a query gives a row whose first column is not false. */
    static boolean isTrue(Connection connection, String query) throws SQLException {
        return query(connection, row -> row.getBoolean(1), query).contains(true);
    }

    static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
