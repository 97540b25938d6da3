package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API whose certificate is of a private CA, and the way out that the documentation shows. */
class TrustIT {
    private static final String PASSWORD = "changeit";

    private final MockWebServer server = new MockWebServer();

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws Exception {
        keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=EMPW test", "-ext", "san=ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", "ca.pem");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("server.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        server.useHttps(tls.getSocketFactory());
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void isTrustedOnceTheDocumentedCommandsHaveRun() throws Exception {
        JobProcess untrusting = JobProcess.run(directory, environment("127.0.0.1"), "");
        assertEquals(5, untrusting.code, untrusting.err);
        assertTrue(untrusting.err.contains("the certificate of 127.0.0.1 is not trusted"), untrusting.err);
        assertTrue(untrusting.err.contains("-Djavax.net.ssl.trustStore=FILE"), untrusting.err);

        List<String> documented = Files.readAllLines(Path.of("docs/troubleshooting.md")).stream()
                .filter(line -> line.startsWith("    ") && line.contains("ca.p12"))
                .map(String::strip)
                .toList();
        assertEquals(2, documented.size());
        run(documented.get(0), Map.of());
        server.enqueue(new MockResponse.Builder().body("{\"token\":\"t0ken\"}").build());
        server.enqueue(new MockResponse.Builder().body("[]").build());
        run(
                documented.get(1).replace("target/consumption-job.jar", JobProcess.JAR.toString()),
                environment("127.0.0.1"));
    }

    @Test
    void isNotTrustedUnderAnotherName() throws Exception {
        run("keytool -importcert -noprompt -alias ca -file ca.pem -keystore ca.p12 -storepass changeit", Map.of());
        Map<String, String> environment = new HashMap<>(environment("localhost"));
        environment.put(
                "JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=ca.p12 -Djavax.net.ssl.trustStorePassword=changeit");
        JobProcess job = JobProcess.run(directory, environment, "");
        assertEquals(5, job.code, job.err);
        assertTrue(job.err.contains("the certificate of localhost is for another name"), job.err);
    }

    private Map<String, String> environment(String host) {
        return Map.of(
                "API_BASE_URL", "https://" + host + ":" + server.getPort(), "ADMIN_EMAIL", "a", "ADMIN_PASSWORD", "b");
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of("keytool", "-keystore", "server.p12", "-storepass", PASSWORD), Stream.of(arguments))
                .map(argument -> "'" + argument + "'")
                .toList();
        run(String.join(" ", command), Map.of());
    }

    private void run(String command, Map<String, String> settings) throws Exception {
        Path err = directory.resolve("err");
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("PATH", Path.of(JobProcess.java()).getParent() + ":/usr/bin:/bin");
        Process process =
                JobProcess.start(directory, environment, directory.resolve("out"), err, List.of("sh", "-c", command));
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), () -> {
            try {
                return command + ": " + Files.readString(err) + Files.readString(directory.resolve("out"));
            } catch (IOException e) {
                return command;
            }
        });
    }
}
