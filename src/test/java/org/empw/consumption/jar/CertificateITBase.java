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
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate that keytool made, and runs of the packaged jar that may or may not trust it. */
abstract class CertificateITBase {
    static final String PASSWORD = "changeit";

    final MockWebServer server = new MockWebServer();

    @TempDir
    Path directory;

    @AfterEach
    void end() {
        server.close();
    }

    /** Serves with what is in the store. */
    void serve() throws Exception {
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

    /** Runs the job, which trusts the certificates in ca.pem. */
    JobProcess runTrusting(String host) throws Exception {
        run("keytool -importcert -noprompt -alias ca -file ca.pem -keystore ca.p12 -storepass changeit", Map.of());
        Map<String, String> environment = new HashMap<>(environment(host));
        environment.put(
                "JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=ca.p12 -Djavax.net.ssl.trustStorePassword=changeit");
        return JobProcess.run(directory, environment, "");
    }

    Map<String, String> environment(String host) {
        return Map.of(
                "API_BASE_URL", "https://" + host + ":" + server.getPort(), "ADMIN_EMAIL", "a", "ADMIN_PASSWORD", "b");
    }

    /** Changes the store. */
    void keytool(String... arguments) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of("keytool", "-keystore", "server.p12", "-storepass", PASSWORD), Stream.of(arguments))
                .map(argument -> "'" + argument + "'")
                .toList();
        run(String.join(" ", command), Map.of());
    }

    void run(String command, Map<String, String> settings) throws Exception {
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
