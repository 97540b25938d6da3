package org.empw.consumption.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect.CloseSocket;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import org.empw.consumption.VirtualTime;
import org.empw.consumption.api.PostResult.Outcome;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.http.Http;
import org.empw.consumption.http.RetryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over the wire, and above all: that it goes once. */
class ApiClientTest {

    private static final List<ConsumptionReport> REPORTS = List.of(
            new ConsumptionReport("5f1efd8e2514f800017a1fd4", LocalDate.parse("2020-07-28"), new BigDecimal("104")),
            new ConsumptionReport("5f1efd542514f800017a1fcc", LocalDate.parse("2020-07-28"), new BigDecimal("0.25")));

    private final MockWebServer server = new MockWebServer();
    private final VirtualTime time = new VirtualTime(Instant.parse("2020-07-29T00:30:00Z"));
    private ApiClient api;

    @BeforeEach
    void start() throws Exception {
        server.start(InetAddress.getByName("127.0.0.1"), 0);
        api = client("http://127.0.0.1:" + server.getPort() + "/base/");
        server.enqueue(new MockResponse.Builder()
                .body("{\"admin\":{\"token\":\"not this\"},\"token\":\"t0ken\"}")
                .build());
        api.login();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private ApiClient client(String url) {
        RetryPolicy retryPolicy = new RetryPolicy(time, time, new Random(1));
        return new ApiClient(BaseUrl.parse(url), new Account("a@b.c", "p\"w"), retryPolicy, time);
    }

    @Test
    void sendsWhatTheApiExpects() throws Exception {
        server.enqueue(stored());
        assertEquals(Outcome.STORED, api.post(REPORTS).outcome());

        RecordedRequest login = server.takeRequest();
        assertEquals("POST /base/admins/login HTTP/1.1", login.getRequestLine());
        assertEquals(
                "{\"email\":\"a@b.c\",\"password\":\"p\\\"w\"}", login.getBody().utf8());
        assertEquals("application/json", login.getHeaders().get("Content-Type"));
        RecordedRequest post = server.takeRequest();
        assertEquals("POST /base/consumption_reports HTTP/1.1", post.getRequestLine());
        assertEquals("application/json", post.getHeaders().get("Content-Type"));
        assertEquals("application/json", post.getHeaders().get("Accept"));
        assertEquals("Bearer t0ken", post.getHeaders().get("Authorization"));
        assertEquals("identity", post.getHeaders().get("Accept-Encoding"));
        assertEquals(
                "{\"reports\":["
                        + "{\"sensor_id\":\"5f1efd8e2514f800017a1fd4\",\"date\":\"2020-07-28\",\"consumption\":104},"
                        + "{\"sensor_id\":\"5f1efd542514f800017a1fcc\",\"date\":\"2020-07-28\",\"consumption\":0.25}]}",
                post.getBody().utf8());
    }

    @Test
    void givesTheSameReportsTheSameIdempotencyKeyAndOthersAnother() throws Exception {
        server.takeRequest();
        for (List<ConsumptionReport> reports : List.of(REPORTS, REPORTS, REPORTS.subList(0, 1))) {
            server.enqueue(stored());
            api.post(reports);
        }
        String first = server.takeRequest().getHeaders().get("Idempotency-Key");
        assertEquals(64, first.length());
        assertEquals(first, server.takeRequest().getHeaders().get("Idempotency-Key"));
        assertNotEquals(first, server.takeRequest().getHeaders().get("Idempotency-Key"));
    }

    @ParameterizedTest
    @CsvSource({
        "204, STORED", "200, IN_DOUBT", "201, IN_DOUBT", "302, REJECTED", "307, REJECTED", "308, REJECTED",
                "400, REJECTED",
        "401, UNAUTHORIZED", "403, FORBIDDEN", "404, REJECTED", "408, IN_DOUBT", "409, IN_DOUBT", "413, REJECTED",
                "422, REJECTED",
        "429, NOT_APPLIED", "500, IN_DOUBT", "502, IN_DOUBT", "503, IN_DOUBT", "504, IN_DOUBT"
    })
    void tellsWhatIsCertainAboutAPostAndSendsItOnce(int status, Outcome outcome) {
        for (String retryAfter : List.of("", "0", "99999999999")) {
            int before = server.getRequestCount();
            MockResponse.Builder answer = new MockResponse.Builder()
                    .code(status)
                    .headers(Headers.of())
                    .addHeader("Location", "/x");
            if (status != 204) {
                answer.body("");
            }
            server.enqueue(
                    retryAfter.isEmpty()
                            ? answer.build()
                            : answer.addHeader("Retry-After", retryAfter).build());
            assertEquals(outcome, api.post(REPORTS).outcome());
            assertEquals(before + 1, server.getRequestCount());
        }
    }

    @Test
    void isInDoubtWhenTheServerClosesAPooledConnectionUponThePost() {
        int before = server.getRequestCount();
        server.enqueue(
                new MockResponse.Builder().onResponseStart(new CloseSocket()).build());
        server.enqueue(stored());
        assertEquals(Outcome.IN_DOUBT, api.post(REPORTS).outcome());
        assertEquals(before + 1, server.getRequestCount());
    }

    @Test
    void isNotInDoubtWhenTheServerHadClosedThePooledConnectionBefore() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body("[]")
                .onResponseEnd(new CloseSocket())
                .build());
        api.readings(() -> new ReadingsParserTest());
        Thread.sleep(50); // until the end of the connection has arrived
        int before = server.getRequestCount();
        server.enqueue(stored());
        assertEquals(Outcome.NOT_APPLIED, api.post(REPORTS).outcome());
        assertEquals(before, server.getRequestCount());
        assertEquals(Outcome.STORED, api.post(REPORTS).outcome());
    }

    @Test
    void takesAnAnswerThatIsNoHttpForADoubt() {
        for (String status : List.of("HTTP/1.1 -20 x", "HTTP/1.1 99999999999 x", "220 smtp.example.com")) {
            server.enqueue(new MockResponse.Builder().status(status).build());
            assertEquals(Outcome.IN_DOUBT, api.post(REPORTS).outcome(), status);
        }
    }

    @Test
    void sendsABodyOnceEvenWithOkHttpsOwnRepetitionsOn() {
        OkHttpClient eager = Http.client(false)
                .newBuilder()
                .retryOnConnectionFailure(true)
                .followRedirects(true)
                .followSslRedirects(true)
                .build();
        ApiClient client = new ApiClient(
                BaseUrl.parse("http://127.0.0.1:" + server.getPort()),
                new Account("a", "b"),
                new RetryPolicy(time, time, new Random(1)),
                time,
                new Http(eager),
                100);
        for (int status : new int[] {307, 308, 408, 503}) {
            int before = server.getRequestCount();
            server.enqueue(new MockResponse.Builder()
                    .code(status)
                    .addHeader("Location", "/x")
                    .addHeader("Retry-After", "0")
                    .build());
            client.post(REPORTS);
            assertEquals(before + 1, server.getRequestCount(), "after " + status);
        }
        int before = server.getRequestCount();
        server.enqueue(
                new MockResponse.Builder().onResponseStart(new CloseSocket()).build());
        assertEquals(Outcome.IN_DOUBT, client.post(REPORTS).outcome());
        assertEquals(before + 1, server.getRequestCount());
    }

    @Test
    void hasOkHttpsOwnRepetitionsOff() {
        OkHttpClient client = Http.client(true);
        assertFalse(client.retryOnConnectionFailure() || client.followRedirects() || client.followSslRedirects());
    }

    @Test
    void sendsAPostOnceToAHostWithTwoAddresses() throws Exception {
        Dns twoAddresses = host -> List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2"));
        try (MockWebServer both = new MockWebServer()) {
            both.start(InetAddress.getByName("0.0.0.0"), 0);
            Http http =
                    new Http(Http.client(false).newBuilder().dns(twoAddresses).build());
            ApiClient client = new ApiClient(
                    BaseUrl.parse("http://localhost:" + both.getPort()),
                    new Account("a", "b"),
                    new RetryPolicy(time, time, new Random(1)),
                    time,
                    http,
                    100);
            both.enqueue(new MockResponse.Builder()
                    .onResponseStart(new CloseSocket())
                    .build());
            both.enqueue(stored());
            assertEquals(Outcome.IN_DOUBT, client.post(REPORTS).outcome());
            assertEquals(1, both.getRequestCount());
        }
    }

    @Test
    void knowsThatAConnectionThatBreaksUnderALargeBodyDeliveredNothing() throws IOException {
        for (Fault.Strikes strikes :
                List.of(Fault.Strikes.CONNECTING, Fault.Strikes.SENDING_HEADERS, Fault.Strikes.SENDING_BODY)) {
            ApiClient client = new FaultyConnector(() -> strikes)
                    .connect(
                            BaseUrl.parse("http://127.0.0.1:" + server.getPort()),
                            new Account("a", "b"),
                            new RetryPolicy(time, time, new Random(1)),
                            time);
            List<ConsumptionReport> many = Collections.nCopies(2_000, REPORTS.get(0));
            assertEquals(Outcome.NOT_APPLIED, client.post(many).outcome(), strikes.name());
            assertEquals(Outcome.NOT_APPLIED, client.post(REPORTS).outcome(), strikes.name());
        }
    }

    @Test
    void waitsForTheNextFiveMinutesOfTheServersClockWhenThrottled() {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .addHeader("Date", "Wed, 29 Jul 2020 00:33:20 GMT")
                .build());
        PostResult answer = api.post(REPORTS);
        assertEquals(Duration.ofSeconds(101), answer.throttled().orElseThrow());
    }

    @Test
    void triesTheLoginAgainAtMostFiveTimesWithinAMinutesLimit() {
        for (int i = 0; i < 6; i++) {
            server.enqueue(new MockResponse.Builder()
                    .code(503)
                    .addHeader("Retry-After", "0")
                    .build());
        }
        int before = server.getRequestCount();
        ApiException e = assertThrows(ApiException.class, api::login);
        assertEquals(ApiException.Kind.UNUSABLE, e.kind());
        assertTrue(e.getMessage().contains("503") && e.getMessage().contains("5 tries"), e.getMessage());
        assertEquals(before + 5, server.getRequestCount());
        Duration waited = time.waits().stream().reduce(Duration.ZERO, Duration::plus);
        assertTrue(waited.toSeconds() >= 59, "the sixth login in a minute would be refused: " + time.waits());
    }

    @Test
    void neverShowsATokenThatCannotBeSent() {
        server.enqueue(new MockResponse.Builder()
                .body("{\"token\":\"s3cret\\nInjected: yes\"}")
                .build());
        ApiException e = assertThrows(ApiException.class, api::login);
        assertFalse(e.getMessage().contains("s3cret"), e.getMessage());
    }

    private static MockResponse stored() {
        return new MockResponse.Builder().code(204).headers(Headers.of()).build();
    }
}
