package org.empw.consumption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.empw.consumption.api.Call;
import org.empw.consumption.api.Fault;
import org.empw.consumption.api.Fault.Applied;
import org.empw.consumption.api.Fault.Seen;
import org.empw.consumption.api.Fault.Strikes;
import org.empw.consumption.cli.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each option, setting and mistake does, against the API over real HTTP. */
class MainTest {

    private static final String SAMPLE = "src/main/resources/org/empw/consumption/demo/readings.json";
    private static final List<String> SAMPLE_REPORTS =
            List.of("5f1efd8e2514f800017a1fd4 2020-07-28 104", "5f1efd542514f800017a1fcc 2020-07-28 30");

    private final Run run = new Run();
    private FakeApi api;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi(run.time).readings(Files.readString(Path.of(SAMPLE)));
        run.in(directory).against(api);
    }

    @AfterEach
    void end() {
        api.close();
    }

    @Test
    void deliversTheDay() {
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals("", run.out);
        assertEquals(SAMPLE_REPORTS, List.copyOf(api.stored().keySet()));
        assertEquals(List.of("POST /admins/login", "GET /consumption_data", "POST /consumption_reports"), api.calls());
        assertTrue(run.err.contains("Summary: 2 sensors, 7 readings, 2 reports delivered, 1 fall ignored"), run.err);
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
    void postsNothingWhenNoSensorSentReadings() {
        api.readings("[]");
        run.go();
        assertEquals(ExitCode.OK, run.code);
        assertTrue(run.err.contains("No sensor sent readings"), run.err);
        assertEquals(List.of("POST /admins/login", "GET /consumption_data"), api.calls());
    }

    @Test
    void printsTheReportsOfADryRunAndSendsNone() {
        run.go("--dry-run");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(SAMPLE_REPORTS, run.printed(false));
        assertEquals(Map.of(), api.stored());
    }

    @Test
    void storesFromADryRunsOutputWhatARunWouldHave() {
        api.readings(Fleet.readings(7));
        run.with("BATCH_SIZE", "3").go();
        Map<String, Integer> ofARun = api.stored();
        api.reset();
        String printed = run.go("--dry-run").out;
        Run send = new Run()
                .in(directory)
                .against(api)
                .with("BATCH_SIZE", "3")
                .stdin(printed)
                .go("--send", "-");
        assertEquals(ExitCode.OK, send.code, send.err);
        assertEquals(List.copyOf(ofARun.keySet()), List.copyOf(api.stored().keySet()));
        assertEquals(ofARun, api.stored());
    }

    @Test
    void takesReadingsFromAFileWithoutAskingTheApi() throws IOException {
        Files.copy(Path.of(SAMPLE), directory.resolve("readings.json"));
        Run local = new Run().in(directory).go("--dry-run", "--readings", "readings.json");
        assertEquals(ExitCode.OK, local.code, local.err);
        assertEquals(SAMPLE_REPORTS, local.printed(false));

        run.go("--readings", "readings.json");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(SAMPLE_REPORTS, List.copyOf(api.stored().keySet()));
        assertFalse(api.calls().contains("GET /consumption_data"));
    }

    @Test
    void takesReadingsFromStdin() throws IOException {
        Run local = new Run().stdin(Files.readString(Path.of(SAMPLE))).go("--readings", "-", "--dry-run", "-q");
        assertEquals(SAMPLE_REPORTS, local.printed(false));
        assertEquals("", local.err);
    }

    @Test
    void deliversTheOthersWhenSomeDataCannotBeUsed() {
        api.readings("""
        [{"sensor_id":"good","date":"2020-07-28","data":[{"water_level":1,"created_at":"2020-07-28T04:00:00Z"},
            {"water_level":null,"created_at":"2020-07-28T05:00:00Z"}, {"water_level":3,"created_at":"2020-07-28T06:00:00Z"}]},
         {"sensor_id":"undated","data":[]},
         {"sensor_id":"silent","date":"2020-07-28","data":[]},
         {"sensor_id":"broken","date":"2020-07-28","data":[{"water_level":"?","created_at":"2020-07-28T04:00:00Z"}]},
         {"sensor_id":"twice","date":"2020-07-28","data":[{"water_level":1,"created_at":"2020-07-28T04:00:00Z"}]},
         {"sensor_id":"twice","date":"2020-07-28","data":[{"water_level":1,"created_at":"2020-07-28T04:00:00Z"},
            {"water_level":9,"created_at":"2020-07-28T06:00:00Z"}]}]""");
        run.go("-q");
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertEquals(List.of("good 2020-07-28 2"), List.copyOf(api.stored().keySet()));
        assertTrue(run.err.contains("Sensor \"good\": reading 2 has the water_level null; left out"), run.err);
        assertTrue(run.err.contains("Sensor \"undated\" has no usable date; left out"), run.err);
        assertTrue(run.err.contains("Sensor \"broken\" has no usable reading"), run.err);
        assertTrue(run.err.contains("Sensor \"twice\" comes more than once"), run.err);
        assertFalse(run.err.contains("silent"), run.err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>Sign in</html>                       | not a JSON array",
                "{\"message\":\"hello\"}                    | not a JSON array",
                "[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":[] | cut short"
            })
    void postsNothingAfterAMalformedAnswer(String answer, String told) {
        api.readings(answer);
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertTrue(run.err.contains(told), run.err);
        assertEquals(Map.of(), api.stored());
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN, UNAUTHORIZED_401, REFUSED, ADMIN_PASSWORD",
        "LOGIN, NOT_FOUND_404, NOTHING_SENT, API_BASE_URL",
        "LOGIN, REDIRECT_302, NOTHING_SENT, /elsewhere",
        "LOGIN, BAD_REQUEST_400, NOTHING_SENT, API_BASE_URL",
        "LOGIN, OK_200, NOTHING_SENT, is not JSON",
        "READINGS, FORBIDDEN_403, REFUSED, no admin",
        "READINGS, UNAUTHORIZED_401, REFUSED, token",
        "READINGS, ERROR_500, NOTHING_SENT, given up after 5 tries",
        "REPORTS, FORBIDDEN_403, REFUSED, may not post",
        "REPORTS, NOT_FOUND_404, NOTHING_SENT, 404",
        "REPORTS, TOO_LARGE_413, NOTHING_SENT, 413",
        "REPORTS, THROTTLED_429, NOTHING_SENT, 15 minutes",
        "REPORTS, ERROR_500, IN_DOUBT, in doubt"
    })
    void endsWithTheCodeAndTheSentenceForWhatFails(Call call, Seen seen, ExitCode code, String told) {
        api.faults(struck -> struck == call ? new Fault(Strikes.NOWHERE, Applied.NOTHING, seen) : Fault.NONE);
        run.go();
        assertEquals(code, run.code, run.err);
        assertTrue(run.err.contains(told), run.err);
        assertFalse(run.err.contains("\tat ") || run.err.contains("    at "), run.err);
        assertEquals(call == Call.REPORTS ? SAMPLE_REPORTS : List.of(), run.printed(code == ExitCode.IN_DOUBT));
    }

    @Test
    void saysWhichAddressToSetAfterARedirect() {
        api.faults(call -> new Fault(Strikes.NOWHERE, Applied.NOTHING, Seen.MOVED_301));
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertTrue(run.err.contains("set API_BASE_URL=https://api.example.com/v2. "), run.err);
    }

    @Test
    void logsInAgainOnceWhenTheTokenIsNoLongerAccepted() {
        int[] posts = {0};
        api.faults(call -> call == Call.REPORTS && posts[0]++ == 0
                ? new Fault(Strikes.NOWHERE, Applied.NOTHING, Seen.UNAUTHORIZED_401)
                : Fault.NONE);
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
    void goesOnAfterOneDoubtAndEndsAfterTwoInARow() {
        api.readings(Fleet.readings(4));
        int[] posts = {0};
        api.faults(call -> call == Call.REPORTS && ++posts[0] != 2
                ? new Fault(Strikes.NOWHERE, Applied.ALL, Seen.UNAVAILABLE_503_NOW)
                : Fault.NONE);
        run.with("BATCH_SIZE", "1").go();
        assertEquals(ExitCode.IN_DOUBT, run.code);
        assertEquals(4, posts[0]);
        assertEquals(
                List.of(
                        Fleet.reports(4).get(0),
                        Fleet.reports(4).get(2),
                        Fleet.reports(4).get(3)),
                run.printed(true));
        assertEquals(List.of(), run.printed(false));

        api.reset();
        api.faults(call ->
                call == Call.REPORTS ? new Fault(Strikes.NOWHERE, Applied.ALL, Seen.UNAVAILABLE_503_NOW) : Fault.NONE);
        run.go();
        assertEquals(2, api.stored().size());
        assertEquals(Fleet.reports(4).subList(0, 2), run.printed(true));
        assertEquals(Fleet.reports(4).subList(2, 4), run.printed(false));
    }

    @Test
    void leavesTheDoubtfulOutOfASendUnlessAPersonWantsThem() {
        String file = """
        {"sensor_id":"a","date":"2020-07-28","consumption":1}

        {"sensor_id":"b","date":"2020-07-28","consumption":2,"in_doubt":true}
        """;
        run.stdin(file).go("--send", "-");
        assertEquals(ExitCode.IN_DOUBT, run.code);
        assertEquals(List.of("a 2020-07-28 1"), List.copyOf(api.stored().keySet()));
        assertEquals(List.of("b 2020-07-28 2"), run.printed(true));

        run.stdin(run.out).go("--send", "-", "--include-in-doubt");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(
                List.of("a 2020-07-28 1", "b 2020-07-28 2"),
                List.copyOf(api.stored().keySet()));
        assertEquals("", run.out);
    }

    @Test
    void printsWhatCameInOverAPipeWhenTheLoginFails() {
        run.with("ADMIN_PASSWORD", "wrong")
                .stdin("{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"consumption\":1}")
                .go("--send", "-");
        assertEquals(ExitCode.REFUSED, run.code);
        assertEquals(List.of("a 2020-07-28 1"), run.printed(false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"consumption\":1}{ | line 1",
                "nonsense | line 1",
                "{\"sensor_id\":\"\",\"date\":\"2020-07-28\",\"consumption\":1} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"yesterday\",\"consumption\":1} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"consumption\":-1} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"consumption\":1e999999999} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\"} | line 1"
            })
    void refusesAFileThatHoldsAnythingButReports(String file, String told) {
        run.stdin(file).go("--send", "-");
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertTrue(run.err.contains(told), run.err);
        assertEquals(List.of(), api.calls());
    }

    @Test
    void namesAllThatIsMissingAtOnceAndNoValue() {
        run.with("ADMIN_EMAIL", " ").with("API_BASE_URL", "ftp.s3cret.example").with("BATCH_SIZE", "many s3cret");
        run.environment.remove("ADMIN_PASSWORD");
        run.go();
        assertEquals(ExitCode.USAGE, run.code);
        for (String told : List.of(
                "API_BASE_URL is no address",
                "ADMIN_EMAIL is not set",
                "ADMIN_PASSWORD is not set",
                "copy .example.env",
                "BATCH_SIZE is not a whole number")) {
            assertTrue(run.err.contains(told), told + " is not in " + run.err);
        }
        assertFalse(run.err.contains("s3cret"), run.err);
        assertEquals(List.of(), api.calls());
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, no address", "http://api.example.com, in clear", "https://user:pw@api.example.com, user name",
        "https://api.example.com/?a=b, holds a ?", "http://127.0.0.1.example.com, in clear", "https://, no address"
    })
    void refusesAnAddressThatIsWrongOrUnsafe(String url, String told) {
        run.with("API_BASE_URL", url).go();
        assertEquals(ExitCode.USAGE, run.code);
        assertTrue(run.err.contains(told), run.err);
        assertFalse(run.err.contains("pw@"), run.err);
    }

    @Test
    void readsDotenvWhereTheEnvironmentHasNothing() throws IOException {
        Files.writeString(
                directory.resolve(".env"),
                "# comment\nAPI_BASE_URL=" + api.url() + "/\nADMIN_EMAIL='" + FakeApi.EMAIL
                        + "'\n\nADMIN_PASSWORD=\"wrong # one\"\n");
        run.environment.remove("API_BASE_URL");
        run.with("ADMIN_EMAIL", "").go();
        assertEquals(ExitCode.OK, run.code, run.err);
    }

    @Test
    void takesABlankPasswordForAMissingOne() throws IOException {
        Files.writeString(directory.resolve(".env"), "ADMIN_PASSWORD=\"  \"\nADMIN_EMAIL=\n");
        run.environment.remove("ADMIN_PASSWORD");
        run.environment.remove("ADMIN_EMAIL");
        run.go();
        assertEquals(ExitCode.USAGE, run.code);
        assertTrue(run.err.contains("ADMIN_PASSWORD is not set in the environment or in .env"), run.err);
        assertTrue(run.err.contains("ADMIN_EMAIL is not set"), run.err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A=1\\nADMIN_PASSWORD s3cret          | Line 2 of .env",
                "A=1\\n\\nADMIN_PASSWORD=\"s3cret      | Line 3 of .env",
                "ADMIN_PASSWORD=\"s3cret\\nB=\"2\"      | of .env",
                "ADMIN_PASSWORD=s3\"cret\"             | Line 1 of .env"
            })
    void tellsOfABrokenDotenvByLineWithoutItsText(String file, String told) throws IOException {
        Files.writeString(directory.resolve(".env"), file.replace("\\n", "\n"));
        run.go();
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertTrue(run.err.contains(told), run.err);
        assertFalse(run.err.contains("s3"), run.err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--unknown",
                "extra",
                "--readings",
                "--dry-run --send x",
                "--readings x --send y",
                "--demo --dry-run",
                "-q -v",
                "--include-in-doubt --dry-run",
                "--dry",
                "--readings missing.json --dry-run",
                "--readings . --dry-run",
                "--send missing",
                "--mark-stored missing",
                "--readings a --readings b",
                "--send a --send b",
                "--explain a --explain b",
                "--page /missing/x.html",
                "--send x --page y",
                "--explain --demo",
                "--mark-stored a --explain"
            })
    void refusesACommandLineThatMakesNoSense(String args) {
        run.go(args.split(" "));
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertTrue(run.err.startsWith("consumption-job: "), run.err);
        assertEquals(List.of(), api.calls());
    }

    @Test
    void takesAnEmptyFileForACutOne() throws IOException {
        Files.writeString(directory.resolve("empty.json"), "");
        run.go("--readings", "empty.json");
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertTrue(run.err.contains("empty.json cannot be used: it is empty"), run.err);
    }

    @Test
    void neverLosesAReportToAnAnswerThatIsNoHttp() throws IOException {
        try (MockWebServer odd = new MockWebServer()) {
            odd.start(InetAddress.getByName("127.0.0.1"), 0);
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
    void hidesWhatTheServerEchoes() {
        api.readings("[{\"sensor_id\":\"" + FakeApi.TOKEN + "\",\"date\":\"2020-07-28\",\"data\":[{\"created_at\":\""
                + FakeApi.TOKEN + "\",\"water_level\":1}]}]");
        run.go();
        assertEquals(ExitCode.DATA_SKIPPED, run.code);
        assertTrue(run.err.contains("Sensor \"[hidden]\""), run.err);
        assertFalse(run.err.contains(FakeApi.TOKEN), run.err);
    }

    @Test
    void warnsOfAFileWithoutReports() {
        run.stdin("\n").go("--send", "-");
        assertTrue(run.err.contains("--send - holds no reports"), run.err);
    }

    @Test
    void saysOnceThatTheWholeDotenvIsUnreadable() throws IOException {
        Files.writeString(directory.resolve(".env"), "\uFEFFAPI_BASE_URL=x\nexport ADMIN_PASSWORD=x\n");
        run.environment.clear();
        run.go();
        assertEquals(
                "consumption-job: Line 1 of .env begins with a byte order mark; save the file as UTF-8 without one\n",
                run.err);
    }

    @Test
    void escapesWhatTheServerSends() {
        api.readings(
                "[{\"sensor_id\":\"a\\n2020 ERROR forged\\u001b[31m\\u202e\\u009b\",\"date\":\"2020-07-28\",\"data\":[7]}]");
        run.go();
        assertEquals(ExitCode.DATA_SKIPPED, run.code);
        assertTrue(run.err.contains("a\\n2020 ERROR forged\\u001b[31m\\u202e\\u009b"), run.err);
        assertTrue(run.err.chars().allMatch(c -> c == '\n' || c >= ' ' && c <= '~'), run.err);
    }

    @Test
    void saysEachRequestWhenVerbose() {
        run.go("--verbose");
        assertTrue(run.err.contains("POST " + api.url() + "/consumption_reports: answered 204"), run.err);
        assertFalse(run.err.contains(FakeApi.TOKEN) || run.err.contains(FakeApi.PASSWORD), run.err);
    }

    @Test
    void saysNothingWhenQuietAndAllIsWell() {
        run.go("--quiet");
        assertEquals(ExitCode.OK, run.code);
        assertEquals("", run.out + run.err);
    }

    @Test
    void sendsNothingMoreOnceToldToStop() {
        api.readings(Fleet.readings(6));
        api.faults(call -> {
            if (call == Call.REPORTS) {
                run.stop.request();
            }
            return Fault.NONE;
        });
        run.with("BATCH_SIZE", "2").go();
        assertEquals(ExitCode.PARTLY_SENT, run.code);
        assertEquals(Fleet.reports(6).subList(0, 2), List.copyOf(api.stored().keySet()));
        assertEquals(Fleet.reports(6).subList(2, 6), run.printed(false));
    }
}
