package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The daily run and what becomes of its reports. */
class DeliverTest extends RunTestBase {
    @Test
    void deliversTheDay() {
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals("", run.out);
        assertEquals(SAMPLE_REPORTS, List.copyOf(api.stored().keySet()));
        assertEquals(List.of("POST /admins/login", "GET /consumption_data", "POST /consumption_reports"), api.calls());
        assertSaid("Summary: 2 sensors, 7 readings, 2 reports delivered, 1 fall ignored");
        assertSaid("Settings: API_BASE_URL, ADMIN_EMAIL, ADMIN_PASSWORD from the environment");
        assertSaid("WARN  DATABASE_URL is not set: there is no ledger");
        assertSaid("2 sensors sent 7 readings, for 2020-07-28\n");
    }

    @Test
    void deliversInBatches() {
        api.readings(Fleet.readings(5));
        run.with("BATCH_SIZE", "2").go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(Fleet.reports(5), List.copyOf(api.stored().keySet()));
        assertEquals(5, api.calls().size());
    }

    @Test
    void makesBatchesAsSmallAsTheApiAllows() {
        api.readings(Fleet.readings(60));
        run.go();
        assertEquals(2 + 3, api.calls().size());
    }

    @Test
    void postsNothingWhenNoSensorSentReadings() {
        api.readings("[]");
        run.go();
        assertEquals(ExitCode.OK, run.code);
        assertSaid("No sensor sent readings");
        assertEquals(List.of("POST /admins/login", "GET /consumption_data"), api.calls());
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN, UNAUTHORIZED_401, REFUSED, ADMIN_PASSWORD",
        "LOGIN, NOT_FOUND_404, NOTHING_SENT, API_BASE_URL",
        "LOGIN, REDIRECT_302, NOTHING_SENT, a redirect to http://127.0.0.1",
        "LOGIN, BAD_REQUEST_400, NOTHING_SENT, API_BASE_URL",
        "LOGIN, OK_200, NOTHING_SENT, is not JSON",
        "READINGS, FORBIDDEN_403, REFUSED, not an admin",
        "READINGS, UNAUTHORIZED_401, REFUSED, token",
        "READINGS, ERROR_500, NOTHING_SENT, has waited 900 s",
        "REPORTS, FORBIDDEN_403, REFUSED, may not post",
        "REPORTS, NOT_FOUND_404, NOTHING_SENT, 404",
        "REPORTS, TOO_LARGE_413, NOTHING_SENT, 413",
        "REPORTS, UNPROCESSABLE_422, NOTHING_SENT, 422",
        "REPORTS, THROTTLED_429, NOTHING_SENT, MAX_WAIT_SECONDS",
        "REPORTS, ERROR_500, IN_DOUBT, in doubt"
    })
    void endsWithTheCodeAndTheSentenceForWhatFails(Call call, Answer answer, ExitCode code, String said) {
        api.failEach(call, answer);
        run.go();
        assertEquals(code, run.code, run.err);
        assertSaid(said);
        assertNotSaid("    at ");
        assertEquals(call == Call.REPORTS ? SAMPLE_REPORTS : List.of(), run.printed(code == ExitCode.IN_DOUBT));
    }

    @Test
    void goesOnAfterARefusedBatchAndEndsAfterASecondInARow() {
        api.readings(Fleet.readings(5));
        api.failPost(1, Answer.BAD_REQUEST_400)
                .failPost(3, Answer.BAD_REQUEST_400)
                .failPost(4, Answer.BAD_REQUEST_400);
        run.with("BATCH_SIZE", "1").go();
        assertEquals(ExitCode.PARTLY_SENT, run.code, run.err);
        assertEquals(List.of(Fleet.reports(5).get(1)), List.copyOf(api.stored().keySet()));
        assertEquals(4, run.printed(false).size());
        assertEquals(4, api.posts());
        assertSaid("Batch 1 of 5: the API answered 400");
        assertSaid("Batch 2 of 5 is stored");
        assertSaid("refused a second batch in a row");
    }

    @Test
    void endsWithPartlySentWhenARightIsLostAfterAStoredBatch() {
        api.readings(Fleet.readings(2));
        api.failPost(2, Answer.FORBIDDEN_403);
        run.with("BATCH_SIZE", "1").go();
        assertEquals(ExitCode.PARTLY_SENT, run.code, run.err);
    }

    @Test
    void logsInAgainOnceWhenTheTokenIsNoLongerAccepted() {
        api.failPost(1, Answer.UNAUTHORIZED_401);
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(
                List.of(
                        "POST /admins/login",
                        "GET /consumption_data",
                        "POST /consumption_reports",
                        "POST /admins/login",
                        "POST /consumption_reports"),
                api.calls());
    }

    @Test
    void isRefusedWhenTheTokenIsNotAcceptedAfterANewLoginEither() {
        api.failEach(Call.REPORTS, Answer.UNAUTHORIZED_401);
        run.go();
        assertEquals(ExitCode.REFUSED, run.code, run.err);
        assertSaid("also after a new login");
        assertEquals(5, api.calls().size());
    }

    @Test
    void neverLosesAReportToAnAnswerThatIsNotValidHttp() throws IOException {
        try (MockWebServer odd = new MockWebServer()) {
            odd.start(InetAddress.getLoopbackAddress(), 0);
            odd.enqueue(new MockResponse.Builder().body("{\"token\":\"t0ken\"}").build());
            odd.enqueue(new MockResponse.Builder().body(Fleet.readings(3)).build());
            odd.enqueue(new MockResponse.Builder().code(204).clearHeaders().build());
            odd.enqueue(new MockResponse.Builder()
                    .code(500)
                    .clearHeaders()
                    .addHeader("Content-Length", "-5")
                    .build());
            odd.enqueue(new MockResponse.Builder().code(400).body("").build());
            run.with("API_BASE_URL", "http://127.0.0.1:" + odd.getPort())
                    .with("BATCH_SIZE", "1")
                    .go();
            assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
            assertEquals(Fleet.reports(3).subList(1, 2), run.printed(true));
            assertEquals(Fleet.reports(3).subList(2, 3), run.printed(false));
        }
    }

    @Test
    void saysEachRequestWhenVerbose() {
        run.go("--verbose");
        assertSaid("POST " + api.url() + "/consumption_reports: answered 204");
        assertFalse(run.err.contains(FakeApi.TOKEN) || run.err.contains(FakeApi.PASSWORD), run.err);
    }

    @Test
    void saysNothingWhenQuietAndAllIsWell() {
        run.with("DATABASE_URL", "none").go("--quiet");
        assertEquals(ExitCode.OK, run.code);
        assertEquals("", run.out + run.err);
    }

    @Test
    void printsWhatWasNotStoredToStderrWhenStdoutIsClosed() {
        api.failEach(Call.REPORTS, Answer.NOT_FOUND_404);
        run.closedStdout = true;
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertSaid("stdout was closed or is full");
        assertSaid("{\"sensor_id\":\"5f1efd8e2514f800017a1fd4\",\"date\":\"2020-07-28\",\"consumption\":104}");
    }

    @Test
    void neverRedactsItsOwnWords() {
        api.failEach(Call.LOGIN, Answer.UNAUTHORIZED_401);
        run.with("ADMIN_PASSWORD", "wrong").go();
        assertSaid("ADMIN_EMAIL or ADMIN_PASSWORD is wrong");
    }
}
