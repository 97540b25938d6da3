package org.empw.consumption.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
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
    },
    POSTGRES {
        @Override
        public DatabaseUrl create(Path directory) throws SQLException {
            return PostgresServer.url(PostgresServer.newDatabase());
        }
    };

    public abstract DatabaseUrl create(Path directory) throws IOException, SQLException;

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
