package org.empw.consumption.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways to the server that are closed, and answers that do not end. */
class OneShotHttpTest {
    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private static HttpResponse send(String base, OkHttpClient client, Duration timeout) throws IOException {
        return new OneShotHttp(BaseUrl.parse(base), client).send("x", Map.of(), new byte[0], timeout, new Exchange());
    }

    @Test
    void endsAnAnswerThatDrips() {
        server.enqueue(new MockResponse.Builder()
                .body("x".repeat(1_000))
                .throttleBody(1, 100, TimeUnit.MILLISECONDS)
                .build());
        long start = System.nanoTime();
        IOException e = assertThrows(IOException.class, () -> {
            String url = "http://127.0.0.1:" + server.getPort();
            try (HttpResponse response = send(url, OneShotHttp.client(false), Duration.ofSeconds(1))) {
                response.body().readAllBytes();
            }
        });
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10));
        assertEquals("the answer took too long", OneShotHttp.reason(e));
    }

    @Test
    void saysThatAServerSpeaksNoTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answer = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            answer.start();
            String url = "https://127.0.0.1:" + plain.getLocalPort();
            IOException e =
                    assertThrows(IOException.class, () -> send(url, OneShotHttp.client(true), Duration.ofSeconds(10)));
            answer.join();
            assertEquals(
                    "the server does not answer in TLS; check https:// and the port in the address",
                    OneShotHttp.reason(e));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "407 | the proxy 127.0.0.1:PORT wants a password, which this job has none for; use one that wants none, or go",
                "403 | the proxy 127.0.0.1:PORT does not let this job connect to api.example.com (403); have it allowed there",
                "404 | the proxy 127.0.0.1:PORT does not let this job connect to api.example.com (404)"
            })
    void namesAProxyThatRefuses(int status, String said) {
        IOException e = throughProxy(status);
        assertInstanceOf(PermanentException.class, e);
        String expected = said.replace("PORT", String.valueOf(server.getPort()));
        assertTrue(OneShotHttp.reason(e).startsWith(expected), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"408", "429", "502", "503"})
    void mayAskAProxyAgainThatIsOnlyOutOfOrder(int status) {
        assertEquals(IOException.class, throughProxy(status).getClass());
    }

    private IOException throughProxy(int status) {
        server.enqueue(new MockResponse.Builder().code(status).build());
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
        OkHttpClient client = OneShotHttp.client(true)
                .newBuilder()
                .proxy(new Proxy(Proxy.Type.HTTP, address))
                .build();
        return assertThrows(IOException.class, () -> send("https://api.example.com", client, Duration.ofSeconds(10)));
    }

    @Test
    void namesTheHostThatIsUnknown() {
        OkHttpClient client = OneShotHttp.client(true)
                .newBuilder()
                .dns(name -> {
                    throw new UnknownHostException(name);
                })
                .build();
        IOException e =
                assertThrows(IOException.class, () -> send("https://api.exmaple.com", client, Duration.ofSeconds(10)));
        assertEquals(
                "the host name api.exmaple.com is unknown; check it in API_BASE_URL, and this machine's network",
                OneShotHttp.reason(e));
        OkHttpClient proxied = client.newBuilder()
                .proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.exmaple.com", 3128)))
                .build();
        e = assertThrows(IOException.class, () -> send("https://api.example.com", proxied, Duration.ofSeconds(10)));
        assertEquals(
                "the name of the proxy, proxy.exmaple.com, is unknown; check -Dhttps.proxyHost", OneShotHttp.reason(e));
    }

    @Test
    void tellsACertificateThatHasExpiredFromOneOfAnUnknownAuthority() {
        assertEquals(
                "the certificate of h has expired; whoever runs that server has to renew it",
                explained(new CertificateExpiredException("x")));
        assertEquals(
                "the certificate of h is not valid yet; check this machine's clock",
                explained(new CertificateNotYetValidException("x")));
        assertTrue(explained(new CertificateException("x")).startsWith("the certificate of h is not trusted"));
    }

    @Test
    void saysWhatToGiveWhereTheStoreOfCasCannotBeRead() {
        IOException e = new SSLException(new InvalidAlgorithmParameterException("trustAnchors must be non-empty"));
        IOException explained = PermanentException.explained(e, "h", "");
        assertInstanceOf(PermanentException.class, explained);
        assertTrue(explained.getMessage().contains("-Djavax.net.ssl.trustStorePassword"), explained.getMessage());
    }

    private static String explained(CertificateException reason) {
        // As Java nests them.
        Exception validator = new CertificateException("PKIX path validation failed", reason);
        return OneShotHttp.reason(PermanentException.explained(
                (IOException) new SSLHandshakeException("handshake").initCause(validator), "h", ""));
    }
}
