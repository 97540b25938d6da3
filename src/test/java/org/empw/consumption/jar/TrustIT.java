package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API whose certificate is of a private CA, and the way out that the documentation shows. */
class TrustIT extends CertificateITBase {
    @BeforeEach
    void start() throws Exception {
        keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=EMPW test", "-ext", "san=ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", "ca.pem");
        serve();
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
        JobProcess job = runTrusting("localhost");
        assertEquals(5, job.code, job.err);
        assertTrue(job.err.contains("the certificate of localhost is for another name"), job.err);
    }
}
