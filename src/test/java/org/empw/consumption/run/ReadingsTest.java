package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run makes of the readings that it gets: dry runs, files, and answers that are empty, cut, hostile or none. */
class ReadingsTest extends RunTestBase {
    @Test
    void printsTheReportsOfADryRunAndSendsNone() {
        run.go("--dry-run");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(SAMPLE_REPORTS, run.printed(false));
        assertEquals(Map.of(), api.stored());
    }

    @Test
    void takesReadingsFromAFileWithoutAskingTheApi() throws IOException {
        Files.copy(SAMPLE, directory.resolve("readings.json"));
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
        Run local = new Run().stdin(Files.readString(SAMPLE)).go("--readings", "-", "--dry-run", "-q");
        assertEquals(SAMPLE_REPORTS, local.printed(false));
        assertEquals("", local.err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>Sign in</html>                       | it is not JSON and begins with \"<html>Sign in</html>\". Check API_BASE_URL",
                "{\"message\":\"hello\"}                    | it is not a JSON array and begins with",
                "[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":[] | cut short"
            })
    void postsNothingAfterAMalformedAnswer(String answer, String said) {
        api.readings(answer);
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertSaid(said);
        assertEquals(
                answer.startsWith("<"),
                run.err.contains("API_BASE_URL. Nothing") || run.err.contains("Check API_BASE"));
        assertEquals(Map.of(), api.stored());
    }

    @Test
    void showsEachSensorOnceAfterAnAnswerThatBrokeOff() throws IOException {
        api.failUntil(run.time.instant().plusMillis(1), Answer.CUT_BODY, Call.READINGS);
        api.readings(Fleet.readings(40)); // some of them arrive before the answer breaks off
        run.go("--explain", "--page", "day.html");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("The request for the readings: the connection broke");
        assertEquals(
                40, run.out.lines().filter(line -> line.startsWith("Sensor ")).count());
        assertEquals(41, Files.readString(directory.resolve("day.html")).split("<th scope=\"row\">", -1).length);
    }

    @Test
    void takesAnEmptyFileForACutOne() throws IOException {
        Files.writeString(directory.resolve("empty.json"), "");
        run.go("--readings", "empty.json");
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertSaid("empty.json cannot be used: it is empty");
    }

    @Test
    void redactsWhatTheServerEchoes() {
        String token = FakeApi.TOKEN;
        api.readings("[{\"sensor_id\":\"" + token + "\",\"date\":\"2020-07-28\",\"data\":[{\"created_at\":\"" + token
                + "\",\"water_level\":1}]}]");
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertSaid("Sensor \"[hidden]\"");
        assertNotSaid(token);
    }

    @Test
    void escapesWhatTheServerSends() {
        api.readings(
                "[{\"sensor_id\":\"a\\n2020 ERROR forged\\u001b[31m\\u202e\\u009b\",\"date\":\"2020-07-28\",\"data\":[7]}]");
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertSaid("a\\n2020 ERROR forged\\u001b[31m\\u202e\\u009b");
        assertTrue(run.err.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')), run.err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--explain",
                "--dry-run",
                "--page day.html",
                "--explain --page day.html",
                "--explain nobody",
                "-q"
            })
    void takesAnEmptyDayForNoErrorWithAnyOption(String options) {
        api.readings("[]");
        run.with("CHECK_SENSORS", "true").go(options.split(" "));
        assertEquals(ExitCode.OK, run.code, run.err);
    }

    /** As the shell gives it for {@code --readings <(zcat day.json.gz)}. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // opening a pipe waits for its other end
    void readsAPipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        makePipe(pipe);
        Thread writer = new Thread(() -> write(pipe));
        writer.start();
        run.go("--dry-run", "--readings", "pipe");
        writer.join();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(SAMPLE_REPORTS, run.printed(false));
    }

    private static void write(Path pipe) {
        try {
            Files.write(pipe, Files.readAllBytes(SAMPLE), StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
