package org.empw.consumption.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.ledger.DatabaseUrl;

/** A new database of each kind that can hold a ledger. */
public enum TestDatabase {
    SQLITE {
        @Override
        public DatabaseUrl create(Path directory) throws IOException {
            return DatabaseUrl.parse("sqlite:ledger.db", Files.createTempDirectory(directory, "sqlite"));
        }

        @Override
        public String address(DatabaseUrl url) {
            return url.toString();
        }

        @Override
        Connection connect(DatabaseUrl url) throws SQLException {
            return DriverManager.getConnection("jdbc:sqlite:" + url.file().orElseThrow());
        }

        @Override
        String refusing(String condition) {
            return "CREATE TRIGGER refusing BEFORE UPDATE ON empw_report WHEN " + condition
                    + " BEGIN SELECT RAISE(ABORT, 'refused'); END";
        }
    },
    POSTGRES {
        @Override
        public DatabaseUrl create(Path directory) throws SQLException {
            return PostgresServer.url(PostgresServer.newDatabase());
        }

        @Override
        public String address(DatabaseUrl url) {
            return url.toString().replace("//", "//postgres@");
        }

        @Override
        Connection connect(DatabaseUrl url) throws SQLException {
            String text = url.toString();
            return PostgresServer.connect(text.substring(text.lastIndexOf('/') + 1));
        }

        @Override
        String refusing(String condition) {
            return "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                    + " 'BEGIN RAISE EXCEPTION ''refused''; END'; CREATE TRIGGER refusing BEFORE UPDATE ON empw_report"
                    + " FOR EACH ROW WHEN (" + condition + ") EXECUTE FUNCTION refuse()";
        }
    };

    public abstract DatabaseUrl create(Path directory) throws IOException, SQLException;

    /** As DATABASE_URL has it. */
    public abstract String address(DatabaseUrl url);

    abstract Connection connect(DatabaseUrl url) throws SQLException;

    abstract String refusing(String condition);

    /** From now on a row is not brought into a state for which {@code condition}, on OLD and NEW, holds. */
    public void refuse(DatabaseUrl url, String condition) throws SQLException {
        execute(url, refusing(condition));
    }

    public void execute(DatabaseUrl url, String... statements) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The rows that a query gives. */
    public List<String> query(DatabaseUrl url, String sql) throws SQLException {
        try (Connection connection = connect(url)) {
            return rows(connection, sql);
        }
    }

    /** The rows that a query gives, each column after the other with a space between. */
    public static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : " ").append(rows.getString(i));
                }
                found.add(row.toString());
            }
        }
        return found;
    }
}
