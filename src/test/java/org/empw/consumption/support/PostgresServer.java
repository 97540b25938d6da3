package org.empw.consumption.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.empw.consumption.ledger.DatabaseUrl;

/** A real PostgreSQL server for all tests, started with the first; it fails them where it cannot start. */
public final class PostgresServer {
    public static final EmbeddedPostgres SERVER = start();

    /** The role whose password is asked for; all others are trusted. */
    public static final String ASKED = "asked_for_a_password";

    private static final AtomicInteger databases = new AtomicInteger();

    private PostgresServer() {}

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectoryCustomizer(data -> {
                        WatchedPostgres.endWithThisProcess(data);
                        addRules(data);
                    })
                    .setServerConfig("deadlock_timeout", "100ms")
                    .start();
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE " + ASKED + " LOGIN PASSWORD 'pässword \"1\" %'");
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL cannot be used", e);
        }
    }

    /** Who may log in and how; the first rule that fits counts. */
    private static void addRules(File data) {
        Path rules = data.toPath().resolve("pg_hba.conf");
        try {
            Files.writeString(
                    rules,
                    "host all " + ASKED + " all scram-sha-256\nhostnossl all only_tls all reject\n"
                            + Files.readString(rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String newDatabase() throws SQLException {
        String name = "ledger_" + databases.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name);
        return name;
    }

    public static DatabaseUrl url(String database) {
        return url("postgres", database, "");
    }

    /** The address of a database, with {@code account@} and a query that begins with its question mark. */
    public static DatabaseUrl url(String account, String database, String query) {
        return url(SERVER.getPort(), account, database, query);
    }

    public static DatabaseUrl url(int port, String account, String database, String query) {
        return DatabaseUrl.parse("postgres://" + account + "@127.0.0.1:" + port + "/" + database + query, Path.of("/"));
    }

    public static Connection connect(String database) throws SQLException {
        return SERVER.getDatabase("postgres", database).getConnection();
    }

    public static void execute(String database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Ends the connections of all runs, as a server does that restarts, and returns when they have ended. */
    public static void endConnections(String database) throws SQLException {
        query(
                database,
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                        + " WHERE application_name = 'empw-consumption-job' AND datname = current_database()");
    }

    public static List<String> query(String database, String sql) throws SQLException {
        try (Connection connection = connect(database)) {
            return TestDatabase.rows(connection, sql);
        }
    }
}
