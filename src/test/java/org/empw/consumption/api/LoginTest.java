package org.empw.consumption.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect.CloseSocket;
import okio.BufferedSink;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.waiting.RetryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The login and the GETs: what they ask, what is tried again, how long is waited, and what is final. */
class LoginTest extends ApiTestBase {
    @Test
    void namesTheAdminByEmailAndNotByThePhone() throws Exception {
        RecordedRequest login = server.takeRequest();
        assertEquals("POST /base/admins/login HTTP/1.1", login.getRequestLine());
        assertEquals(
                "{\"email\":\"a@b.c\",\"phone_number\":\"\",\"password\":\"p\\\"w\"}",
                login.getBody().utf8());
        assertEquals("application/json", login.getHeaders().get("Content-Type"));
    }

    @Test
    void triesAgainUntilTheRunMayNotWaitAnyLonger() {
        for (int i = 0; i < 40; i++) {
            server.enqueue(status(503));
        }
        ApiException e = assertThrows(ApiException.class, api::login);
        assertFalse(e.isRefused());
        assertTrue(
                e.getMessage().startsWith("The login: the API answered 503; the run has waited 900 s"), e.getMessage());
        assertEquals(Duration.ofMinutes(15), time.waited());
        assertTrue(server.getRequestCount() > 15, "so often: " + server.getRequestCount());
    }

    @Test
    void waitsForTheNextMinuteAfterTheFirst429AndForTheNextFiveAfterAnother() throws Exception {
        server.enqueue(status(429, "Date", "Wed, 29 Jul 2020 00:33:20 GMT"));
        server.enqueue(status(429, "Date", "Wed, 29 Jul 2020 00:34:01 GMT"));
        server.enqueue(body("{\"token\":\"next\"}"));
        api.login();
        assertEquals(List.of(Duration.ofSeconds(41), Duration.ofSeconds(60)), time.waits());
    }

    @Test
    void waitsForTheNextFiveMinutesWhenAGetIsThrottled() throws Exception {
        server.enqueue(status(429, "Date", "Wed, 29 Jul 2020 00:33:20 GMT"));
        server.enqueue(body("[]"));
        api.readings(RecordedReadings::new);
        assertEquals(List.of(Duration.ofSeconds(101)), time.waits());
    }

    @ParameterizedTest
    @CsvSource({"429, 200, 200", "503, 200, 200", "503, 0, 1" // where OkHttp would send again by itself, without a wait
    })
    void waitsAsLongAsTheServerAsks(int status, String asked, int seconds) throws Exception {
        server.enqueue(status(status, "Retry-After", asked));
        server.enqueue(body("[]"));
        api.readings(RecordedReadings::new);
        assertEquals(List.of(Duration.ofSeconds(seconds)), time.waits());
    }

    @Test
    void triesAgainAfterAnAnswerThatWasCutShort() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .chunkedBody("[" + " ".repeat(5_000), 100)
                .onResponseBody(new CloseSocket())
                .build());
        server.enqueue(body("[{\"sensor_id\":\"a\""));
        server.enqueue(body("[]"));
        api.readings(RecordedReadings::new);
        assertEquals(2, time.waits().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>Sign in</html> | it is not JSON but HTML. Check API_BASE_URL",
                "s3cret               | it is not JSON but text. Check API_BASE_URL",
                "{s3cret              | it is not JSON but broken JSON. Check API_BASE_URL",
                "null                 | it is neither a JSON object nor an array. Check API_BASE_URL",
                "{\"message\":\"x\"}  | it holds no usable token",
                "{\"token\":\"\"}     | it holds no usable token",
                "{\"token\":7}        | it holds no usable token",
                "{\"token\":\"s3cret\\nInjected: yes\"} | it holds no usable token",
                "{\"token\":\"s3cret s3cret\"} | it holds no usable token",
                "{\"token\":\"s3créet\"} | it holds no usable token"
            })
    void isFinalWhenAWholeAnswerIsNotTheApis(String answer, String problem) {
        server.enqueue(body(answer));
        ApiException e = assertThrows(ApiException.class, api::login);
        assertEquals("The login: the answer is not that of the EMPW API: " + problem, e.getMessage());
        assertEquals(List.of(), time.waits());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | false | Check API_BASE_URL, and whether the API has changed",
                "401 | true  | ADMIN_EMAIL or ADMIN_PASSWORD is wrong",
                "403 | true  | The account in ADMIN_EMAIL is not an admin",
                "404 | false | There is nothing at http://127.0.0.1",
                "201 | false | which the EMPW API does not. Check API_BASE_URL",
                "301 | false | a redirect to nowhere. Check API_BASE_URL"
            })
    void isFinalAfterARefusal(int status, boolean refused, String problem) {
        server.enqueue(status(status));
        ApiException e = assertThrows(ApiException.class, api::login);
        assertEquals(refused, e.isRefused());
        assertTrue(e.getMessage().contains(problem), e.getMessage());
        assertEquals(List.of(), time.waits());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://u:p@api.example.com/v2/admins/login?x=y#z | set API_BASE_URL=https://api.example.com/v2",
                "/p%22w/elsewhere | a redirect to http://127.0.0.1"
            })
    void saysWhereARedirectPoints(String location, String problem) {
        server.enqueue(status(302, "Location", location));
        ApiException e = assertThrows(ApiException.class, api::login);
        assertTrue(e.getMessage().contains(problem), e.getMessage());
        assertFalse(e.getMessage().contains("elsewhere"), e.getMessage());
        assertFalse(e.getMessage().contains("u:p") || e.getMessage().contains("x=y"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":\"s3cret\"} | the API answered 401 with JSON. ADMIN_EMAIL",
                "<p>s3cret</p>          | the API answered 401 with HTML. ADMIN_EMAIL",
                "s3cret                 | the API answered 401 with text. ADMIN_EMAIL",
                "' '                    | the API answered 401 with nothing. ADMIN_EMAIL"
            })
    void quotesNothingOfAnAnswerToTheLogin(String answer, String said) {
        server.enqueue(new MockResponse.Builder().code(401).body(answer).build());
        ApiException e = assertThrows(ApiException.class, api::login);
        assertTrue(e.getMessage().contains(said), e.getMessage());
        assertFalse(e.getMessage().contains("s3cret"), e.getMessage());
    }

    @Test
    void quotesNothingOfAnAnswerToTheLoginThatIsNotValidHttp() {
        server.enqueue(new MockResponse.Builder().status("s3cret s3cret").build());
        RetryPolicy never = new RetryPolicy(Duration.ZERO, time, new Random(1));
        BaseUrl base = BaseUrl.parse("http://127.0.0.1:" + server.getPort());
        api = new ApiClient(base, new Account("a@b.c", "s3cret"), never);
        ApiException e = assertThrows(ApiException.class, api::login);
        assertTrue(e.getMessage().contains("the answer is not valid HTTP"), e.getMessage());
        assertFalse(e.getMessage().contains("s3cret"), e.getMessage());
    }

    @Test
    void saysThatTheTokenOfItsLoginIsNotAccepted() {
        server.enqueue(status(401));
        ApiException e = assertThrows(ApiException.class, () -> api.readings(RecordedReadings::new));
        assertTrue(e.getMessage().contains("does not accept the token that its login gave"), e.getMessage());
    }

    @Test
    void asksForTheRegisteredSensorsTwiceAtMost() throws Exception {
        server.enqueue(status(500));
        server.enqueue(body("[{\"_id\":\"a\",\"user_id\":{\"_id\":\"x\"}},7,{\"_id\":5},{\"_id\":\"b\"}]"));
        assertEquals(Set.of("a", "b"), api.registeredSensors().ids());
        server.enqueue(status(500));
        server.enqueue(status(500));
        assertThrows(ApiException.class, api::registeredSensors);
        assertEquals(5, server.getRequestCount());
    }

    @Test
    @Timeout(60)
    void readsNoMoreOfAnAnswerThanAnyOfTheApisHas() {
        server.enqueue(body("{\"a\":[" + "1,".repeat(40_000) + "1],\"token\":\"t\"}"));
        ApiException e = assertThrows(ApiException.class, api::login);
        assertTrue(e.getMessage().contains("longer than any answer of the API"), e.getMessage());
        server.enqueue(new MockResponse.Builder().body(new ManySpaces(101)).build());
        e = assertThrows(ApiException.class, api::registeredSensors);
        assertTrue(e.getMessage().contains("longer than any answer of the API"), e.getMessage());
        server.enqueue(body("[{\"sensor_id\":\"a\",\"data\":[" + "1,".repeat(1_000_000) + "1]}]"));
        e = assertThrows(ApiException.class, () -> api.readings(RecordedReadings::new));
        assertTrue(e.getMessage().contains("entry 1 has more than a million readings"), e.getMessage());
        assertEquals(List.of(), time.waits());
    }

    /** So many MB of an array that does not end. */
    private record ManySpaces(int megabytes) implements MockResponseBody {
        @Override
        public long getContentLength() {
            return megabytes * 1_000_000L + 1;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.writeByte('[');
            byte[] spaces = new byte[1_000_000];
            Arrays.fill(spaces, (byte) ' ');
            for (int i = 0; i < megabytes; i++) {
                sink.write(spaces);
            }
        }
    }
}
