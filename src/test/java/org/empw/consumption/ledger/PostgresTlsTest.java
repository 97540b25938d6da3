package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.util.Base64;
import java.util.List;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.support.TestDatabase;
import org.empw.consumption.waiting.SystemTime;
import org.junit.jupiter.api.Test;

/** What the address of a ledger in PostgreSQL asks of the encryption, and what is said where the server cannot give it. */
class PostgresTlsTest extends PostgresTestBase {
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
