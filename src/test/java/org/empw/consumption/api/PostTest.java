package org.empw.consumption.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect.CloseSocket;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import org.empw.consumption.api.PostResult.Outcome;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.http.OneShotHttp;
import org.empw.consumption.support.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A POST of reports: what goes over the wire, that it goes once, and what is certain afterwards. */
class PostTest extends ApiTestBase {
    @Test
    void sendsWhatTheApiExpects() throws Exception {
        server.enqueue(stored());
        assertEquals(Outcome.STORED, api.post(REPORTS).outcome());

        server.takeRequest();
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
        "204, STORED",
        "200, IN_DOUBT",
        "201, IN_DOUBT",
        "301, FATAL",
        "302, IN_DOUBT",
        "303, IN_DOUBT",
        "307, FATAL",
        "308, FATAL",
        "400, REJECTED",
        "401, UNAUTHORIZED",
        "403, FORBIDDEN",
        "404, FATAL",
        "408, IN_DOUBT",
        "409, IN_DOUBT",
        "413, REJECTED",
        "422, REJECTED",
        "429, NOT_APPLIED",
        "500, IN_DOUBT",
        "502, IN_DOUBT",
        "503, IN_DOUBT",
        "504, IN_DOUBT"
    })
    void knowsWhatIsCertainAboutAPostAndSendsItOnce(int status, Outcome outcome) {
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
    void takesA204ForStoredEvenWithABodyBehindIt() {
        server.enqueue(new MockResponse.Builder()
                .code(204)
                .headers(Headers.of("Content-Length", "2"))
                .onResponseEnd(new CloseSocket())
                .build());
        assertEquals(Outcome.STORED, api.post(REPORTS).outcome());
        server.enqueue(new MockResponse.Builder().code(204).chunkedBody("{}", 1).build());
        assertEquals(Outcome.STORED, api.post(REPORTS).outcome());
    }

    @Test
    void quotesTheApisOwnWordsOfARefusalWithoutASecretInThem() {
        server.enqueue(new MockResponse.Builder()
                .code(422)
                .body("no t0ken like " + "x".repeat(300))
                .build());
        PostResult result = api.post(REPORTS);
        assertTrue(result.problem().startsWith("the API answered 422: \"no [hidden] like xxx"), result.problem());
        assertTrue(result.problem().length() < 200, result.problem());
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
    void replacesAConnectionThatTheServerHadClosedBeforeAtOnce() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body("[]")
                .onResponseEnd(new CloseSocket())
                .build());
        api.readings(RecordedReadings::new);
        Thread.sleep(50); // until the end of the connection has arrived
        int before = server.getRequestCount();
        server.enqueue(stored());
        assertEquals(Outcome.STORED, api.post(REPORTS).outcome());
        assertEquals(before + 1, server.getRequestCount());
        assertEquals(List.of(), time.waits());
    }

    @Test
    void usesNoConnectionTwiceAfterADoubtOnAUsedOne() throws Exception {
        server.enqueue(
                new MockResponse.Builder().onResponseStart(new CloseSocket()).build());
        assertEquals(Outcome.IN_DOUBT, api.post(REPORTS).outcome());
        server.takeRequest();
        assertEquals(1, server.takeRequest().getExchangeIndex());
        for (int i = 0; i < 3; i++) {
            server.enqueue(stored());
            assertEquals(Outcome.STORED, api.post(REPORTS).outcome());
            assertEquals(0, server.takeRequest().getExchangeIndex());
        }
    }

    @Test
    void usesAConnectionAgainAfterARefusalOrAnAnswerOfAnyKind() throws Exception {
        server.takeRequest();
        for (int status : new int[] {500, 400, 204}) {
            server.enqueue(status == 204 ? stored() : status(status));
            api.post(REPORTS);
            assertTrue(server.takeRequest().getExchangeIndex() > 0);
        }
    }

    @Test
    void takesAnAnswerThatIsNotValidHttpForADoubt() {
        for (String status : List.of("HTTP/1.1 -20 x", "HTTP/1.1 99999999999 x", "220 smtp.example.com")) {
            server.enqueue(new MockResponse.Builder().status(status).build());
            assertEquals(Outcome.IN_DOUBT, api.post(REPORTS).outcome(), status);
        }
    }

    @Test
    void sendsABodyOnceEvenWithOkHttpsOwnRepetitionsOn() {
        OkHttpClient eager = OneShotHttp.client(false)
                .newBuilder()
                .retryOnConnectionFailure(true)
                .followRedirects(true)
                .followSslRedirects(true)
                .build();
        ApiClient client = client(server.getPort(), eager);
        for (int status : new int[] {307, 308, 408, 503}) {
            int before = server.getRequestCount();
            server.enqueue(status(status, "Location", "/x", "Retry-After", "0"));
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
    void sendsAPostOnceToAHostWithTwoAddresses() throws Exception {
        Dns twoAddresses =
                host -> List.of(InetAddress.getLoopbackAddress(), InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
        try (MockWebServer both = new MockWebServer()) {
            both.start(InetAddress.getByName("0.0.0.0"), 0);
            ApiClient client = client(
                    both.getPort(),
                    OneShotHttp.client(false).newBuilder().dns(twoAddresses).build());
            both.enqueue(new MockResponse.Builder()
                    .onResponseStart(new CloseSocket())
                    .build());
            both.enqueue(stored());
            assertEquals(Outcome.IN_DOUBT, client.post(REPORTS).outcome());
            assertEquals(1, both.getRequestCount());
        }
    }

    @Test
    void knowsThatAConnectionThatBreaksUnderALargeBodyDeliveredNothing() {
        for (Fault.FailsAt failsAt :
                List.of(Fault.FailsAt.CONNECTING, Fault.FailsAt.SENDING_HEADERS, Fault.FailsAt.SENDING_BODY)) {
            ApiClient client = new FaultyConnector(() -> failsAt)
                    .connect(
                            BaseUrl.parse("http://127.0.0.1:" + server.getPort()),
                            new Account("a", "b"),
                            retryPolicy(),
                            time);
            List<ConsumptionReport> many = Collections.nCopies(2_000, REPORTS.get(0));
            assertEquals(Outcome.NOT_APPLIED, client.post(many).outcome(), failsAt.name());
            assertEquals(Outcome.NOT_APPLIED, client.post(REPORTS).outcome(), failsAt.name());
        }
    }

    @Test
    void waitsForTheNextFiveMinutesOfTheServersClockWhenThrottled() {
        server.enqueue(status(429, "Date", "Wed, 29 Jul 2020 00:33:20 GMT"));
        assertEquals(Duration.ofSeconds(101), api.post(REPORTS).retryAfter().orElseThrow());
    }

    @Test
    void namesTheAccountThatMayNotPost() {
        server.enqueue(status(403));
        assertEquals(
                "the API answered 403. The account in ADMIN_EMAIL may not post reports",
                api.post(REPORTS).problem());
    }

    private ApiClient client(int port, OkHttpClient okHttp) {
        BaseUrl base = BaseUrl.parse("http://localhost:" + port);
        return new ApiClient(base, new Account("a", "b"), retryPolicy(), time, new OneShotHttp(base, okHttp));
    }
}
