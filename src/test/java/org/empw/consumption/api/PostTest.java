package org.empw.consumption.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect.CloseSocket;
import okhttp3.Headers;
import org.empw.consumption.api.PostResult.Outcome;
import org.empw.consumption.calculation.ConsumptionReport;
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
    void takesAnAnswerThatIsNotValidHttpForADoubt() {
        for (String status : List.of("HTTP/1.1 -20 x", "HTTP/1.1 99999999999 x", "220 smtp.example.com")) {
            server.enqueue(new MockResponse.Builder().status(status).build());
            assertEquals(Outcome.IN_DOUBT, api.post(REPORTS).outcome(), status);
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
}
