package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.support.TestDatabase;
import org.empw.consumption.waiting.SystemTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a ledger says when a PostgreSQL server cannot or will not hold it, and what it asks of one. */
class PostgresDatabaseTest {
    private static final String API = "https://api.example.com";
    private static final String PASSWORD = "p%C3%A4ssword%20%221%22%20%25"; // as in PostgresServer, for an address

    private String database;

    @TempDir
    Path directory;

    @BeforeEach
    void createDatabase() throws SQLException {
        database = PostgresServer.newDatabase();
    }

    private static SqlLedger open(DatabaseUrl url) throws LedgerException {
        return SqlLedger.open(url, API, Patience.none(), false);
    }

    private DatabaseUrl url(String account) {
        return PostgresServer.url(account, database, "");
    }

    /** Opening fails; neither the message nor the log tells the user or the password. */
    private static void assertFails(DatabaseUrl url, Kind kind, String... words) {
        try (LogLines log = new LogLines()) {
            for (LedgerException e : List.of(
                    assertThrows(LedgerException.class, () -> open(url).close()),
                    assertThrows(LedgerException.class, () -> LedgerStatus.read(url, API, Patience.none())))) {
                assertEquals(kind, e.kind(), e.getMessage());
                assertTrue(e.getMessage().contains(url.toString()), e.getMessage());
                for (String word : words) {
                    assertTrue(e.getMessage().contains(word), e.getMessage());
                }
                for (String secret : url.secrets()) {
                    String shown = e.getMessage().replace(url.toString(), "") + log.all();
                    assertFalse(!secret.isEmpty() && shown.contains(secret), shown);
                }
            }
        }
    }

    /** One whole life of a report, as a run leads it. */
    private static void use(DatabaseUrl url) throws LedgerException {
        try (SqlLedger ledger = open(url)) {
            List<ConsumptionReport> reports =
                    List.of(new ConsumptionReport("a", LocalDate.parse("2020-07-28"), BigDecimal.TEN));
            PlannedBatch batch =
                    ledger.plan(reports, Planning.withLeftovers(10)).batches().get(0);
            ledger.claim(batch);
            ledger.markStored(reports);
            ledger.purge();
        }
        assertEquals(1, LedgerStatus.read(url, API, Patience.none()).counts().size());
    }

    @Test
    void usesTheDatabaseOfTheAddressAndNotTheOneOfTheUsersName() throws Exception {
        use(url("postgres"));
        assertEquals(List.of("1"), PostgresServer.query(database, "SELECT count(*) FROM empw_report"));
        PostgresServer.execute("postgres", "CREATE DATABASE \"odd name/with?all\"");
        use(PostgresServer.url("postgres", "odd%20name%2Fwith%3Fall", ""));
        assertEquals(List.of("1"), PostgresServer.query("odd name/with?all", "SELECT count(*) FROM empw_report"));
    }

    @Test
    void logsInWithAPassword() throws Exception {
        PostgresServer.execute(database, "GRANT CREATE ON SCHEMA public TO " + PostgresServer.ASKED);
        use(url(PostgresServer.ASKED + ":" + PASSWORD));
    }

    @Test
    void saysThatUserOrPasswordAreRefused() {
        assertFails(url(PostgresServer.ASKED + ":wrong-one"), Kind.UNUSABLE, "refuses the user or the password");
        assertFails(url(PostgresServer.ASKED), Kind.UNUSABLE, "refuses the user or the password");
        assertFails(url("nobody_at_all:wrong-one"), Kind.UNUSABLE, "refuses the user or the password");
    }

    @Test
    void saysThatThereIsNoSuchDatabase() {
        assertFails(PostgresServer.url("no_such_database"), Kind.UNUSABLE, "no database of the name");
    }

    @Test
    void saysThatTheServerDoesNotAnswer() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertFails(PostgresServer.url(port, "postgres:secret-1", "x", ""), Kind.UNREACHABLE, "refused");
        assertFails(
                DatabaseUrl.parse("postgres://postgres:secret-1@no-such-host.invalid/x", directory),
                Kind.UNREACHABLE,
                "UnknownHost");
    }

    @Test
    void saysThatTheServerHasTooManyConnections() throws Exception {
        PostgresServer.execute("postgres", "CREATE ROLE bob LOGIN CONNECTION LIMIT 0");
        assertFails(url("bob"), Kind.UNREACHABLE, "too many connections");
    }

    @Test
    void saysWhichRightsAUserLacks() throws Exception {
        PostgresServer.execute("postgres", "CREATE ROLE carol LOGIN");
        LedgerException e = assertThrows(LedgerException.class, () -> open(url("carol")));
        assertEquals(Kind.UNUSABLE, e.kind());
        assertTrue(e.getMessage().contains("CREATE in its schema"), e.getMessage());
        open(url("postgres")).close();
        assertFails(url("carol"), Kind.UNUSABLE, "needs SELECT, INSERT, UPDATE and DELETE");
    }

    @Test
    void needsOnlyToReadAndWriteRowsWhereTheTableIsThere() throws Exception {
        open(url("postgres")).close();
        PostgresServer.execute(
                database,
                "CREATE ROLE dave LOGIN",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON empw_report TO dave",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        use(url("dave"));
    }

    @Test
    void onlyWarnsWhereItMayNotForget() throws Exception {
        open(url("postgres")).close();
        PostgresServer.execute(
                database,
                "CREATE ROLE erin LOGIN",
                "GRANT SELECT, INSERT, UPDATE ON empw_report TO erin",
                "INSERT INTO empw_report VALUES ('" + API + "', '1999-01-01', 'a', '1', 'stored', 1, 1)," + " ('" + API
                        + "', '1999-12-01', 'a', '1', 'stored', 1, " + System.currentTimeMillis() + ")");
        try (SqlLedger ledger = open(url("erin"));
                LogLines log = new LogLines()) {
            ledger.purge();
            assertEquals(1, log.warnings().size());
            assertTrue(
                    log.warnings().get(0).contains("could not forget"),
                    () -> log.all().toString());
            assertEquals(
                    List.of(), ledger.plan(List.of(), Planning.withLeftovers(1)).batches(), "it goes on");
        }
    }

    @Test
    void saysThatTheTableIsSomebodyElses() throws Exception {
        for (String columns : List.of(
                "id INT",
                "api TEXT, state TEXT",
                "api INT, report_date INT, sensor_id INT, consumption INT, state INT, batch INT, noted_at INT",
                "api TEXT, report_date TEXT, sensor_id TEXT, consumption TEXT, state TEXT, batch BIGINT, noted_at BIGINT",
                "api TEXT, report_date TEXT, sensor_id TEXT, consumption TEXT, state TEXT, batch BIGINT, noted_at BIGINT,"
                        + " mine INT NOT NULL, PRIMARY KEY (api, report_date, sensor_id)")) {
            PostgresServer.execute(
                    database, "DROP TABLE IF EXISTS empw_report", "CREATE TABLE empw_report (" + columns + ")");
            LedgerException e = assertThrows(LedgerException.class, () -> use(url("postgres")), columns);
            assertEquals(Kind.UNUSABLE, e.kind());
            assertTrue(e.getMessage().contains("not this job's"), e.getMessage());
        }
    }

    @Test
    void saysThatTheServerOnlyAnswersReads() throws Exception {
        open(url("postgres")).close();
        PostgresServer.execute(
                database,
                "CREATE ROLE frank LOGIN",
                "GRANT ALL ON empw_report TO frank",
                "ALTER ROLE frank SET default_transaction_read_only = on");
        LedgerException e = assertThrows(LedgerException.class, () -> use(url("frank")));
        assertEquals(Kind.UNUSABLE, e.kind());
        assertTrue(e.getMessage().contains("only answers reads"), e.getMessage());
    }

    @Test
    void lockKeepsOutTheSameApiAndNoOther() throws Exception {
        try (SqlLedger first = open(url("postgres"))) {
            assertTrue(first.isPersistent());
            LedgerException e = assertThrows(LedgerException.class, () -> open(url("postgres")));
            assertEquals(Kind.LOCKED, e.kind(), e.getMessage());
            assertTrue(e.getMessage().contains("(empw-consumption-job), since 20"), e.getMessage());
            SqlLedger.open(url("postgres"), "https://other.example.com", Patience.none(), false)
                    .close();
            String other = PostgresServer.newDatabase();
            open(PostgresServer.url(other)).close();
            LedgerStatus status = LedgerStatus.read(url("postgres"), API, Patience.none());
            assertEquals(Optional.of(e.getMessage()), status.inUse());
        }
        open(url("postgres")).close();
    }

    @Test
    void lockEndsWithItsConnectionEvenIfTheRunKnowsNothingOfThat() throws Exception {
        try (SqlLedger first = open(url("postgres"))) {
            PostgresServer.endConnections(database);
            open(url("postgres")).close();
            LedgerException e =
                    assertThrows(LedgerException.class, () -> first.plan(List.of(), Planning.withLeftovers(1)));
            assertEquals(Kind.UNREACHABLE, e.kind(), e.getMessage());
        }
    }

    @Test
    void asksForTlsUnlessTheAddressSaysOtherwise() {
        assertFails(
                PostgresServer.url("postgres", database, "?sslmode=require"),
                Kind.UNUSABLE,
                "no TLS connection was made",
                "sslmode");
    }

    @Test
    void speaksTlsAndChecksTheCertificateWhereTheAddressAsksForIt() throws Exception {
        Path data =
                Path.of(PostgresServer.query("postgres", "SHOW data_directory").get(0));
        Path certificate = makeCertificate(data, "ledger", "san=ip:127.0.0.1");
        Path another = makeCertificate(directory, "another", "san=ip:127.0.0.1");
        setTls(data, "ledger", "on");
        try {
            PostgresServer.execute("postgres", "CREATE ROLE only_tls LOGIN", "CREATE ROLE grace LOGIN");
            assertEncrypted("?sslmode=require");
            assertEncrypted("?sslrootcert=" + certificate);
            assertEncrypted("?sslmode=verify-ca&sslrootcert=" + certificate);
            for (String query : List.of(
                    "?sslmode=verify-full",
                    "?sslmode=verify-full&sslrootcert=" + directory.resolve("missing"),
                    "?sslrootcert=" + another,
                    "?sslmode=verify-ca&sslrootcert=" + another)) {
                assertFails(
                        PostgresServer.url("grace:secret-1", database, query),
                        Kind.UNUSABLE,
                        "no TLS connection was made",
                        "sslrootcert");
            }
            DatabaseUrl otherName = DatabaseUrl.parse(
                    "postgres://grace@localhost:" + PostgresServer.SERVER.getPort() + "/" + database
                            + "?sslmode=verify-full&sslrootcert=" + certificate,
                    directory);
            assertFails(otherName, Kind.UNUSABLE, "no TLS connection was made", "hostname");
            assertFails(url("only_tls"), Kind.UNUSABLE, "without TLS");
        } finally {
            setTls(data, "ledger", "off");
        }
    }

    private void assertEncrypted(String query) throws Exception {
        DatabaseUrl url = PostgresServer.url("postgres", database, query);
        open(url).close();
        try (Connection connection = new PostgresDatabase(url).connect(new SystemTime())) {
            assertEquals(
                    List.of("t"),
                    TestDatabase.rows(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"));
        }
    }

    @Test
    void takesAConnectionThatBreaksWhileTlsBeginsForAFailureThatMayPass() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Thread hangingUp = new Thread(() -> {
                try {
                    while (true) {
                        try (Socket socket = server.accept()) {
                            socket.getInputStream().readNBytes(8);
                            socket.getOutputStream().write('S');
                            socket.getInputStream().readNBytes(8);
                        }
                    }
                } catch (IOException e) {
                    // the test is over
                }
            });
            hangingUp.start();
            assertFails(
                    PostgresServer.url(server.getLocalPort(), "postgres:secret-1", "x", "?sslmode=require"),
                    Kind.UNREACHABLE);
        }
    }

    private static void setTls(Path data, String name, String onOff) throws Exception {
        PostgresServer.execute(
                "postgres",
                "ALTER SYSTEM SET ssl = " + onOff,
                "ALTER SYSTEM SET ssl_cert_file = '" + data.resolve(name + ".crt") + "'",
                "ALTER SYSTEM SET ssl_key_file = '" + data.resolve(name + ".key") + "'",
                "SELECT pg_reload_conf()");
        for (int i = 0; !PostgresServer.query("postgres", "SHOW ssl").equals(List.of(onOff)); i++) {
            assertTrue(i < 200, "the server takes the certificate");
            Thread.sleep(20);
        }
    }

    /** Signs itself; the key lies beside it. */
    private static Path makeCertificate(Path folder, String name, String extension) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        extension,
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "secret-1",
                        "-alias",
                        name)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance(store.toFile(), "secret-1".toCharArray());
        Path key = folder.resolve(name + ".key");
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        writePem(key, "PRIVATE KEY", keys.getKey(name, "secret-1".toCharArray()).getEncoded());
        Path certificate = folder.resolve(name + ".crt");
        writePem(certificate, "CERTIFICATE", keys.getCertificate(name).getEncoded());
        return certificate;
    }

    private static void writePem(Path file, String type, byte[] content) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                        + type + "-----\n");
    }
}
