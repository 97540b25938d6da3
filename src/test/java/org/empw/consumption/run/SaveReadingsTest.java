package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --save-readings}: the API's answer is kept for another day, and costs this one nothing. */
class SaveReadingsTest extends RunTestBase {
    /** No JSON that the job would write itself. */
    private static final String ANSWER =
            " [ {\"date\":\"2020-07-28\", \"x\":\"\u00e4\",\"sensor_id\":\"a\",\n\"data\":["
                    + "{\"water_level\":1.50,\"created_at\":\"2020-07-28T04:00:00Z\"},\n"
                    + "{\"water_level\":4,\"created_at\":\"2020-07-28T05:00:00Z\"}]}]\n ";

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-q", "--dry-run", "--explain", "--explain a"})
    void keepsTheAnswerAsItCameForThisUserOnly(String options) throws IOException {
        api.readings(ANSWER);
        run.go(("--save-readings day.json " + options).split(" "));
        assertEquals(ExitCode.OK, run.code, run.err);
        Path file = directory.resolve("day.json");
        assertEquals(ANSWER, Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(List.of("day.json"), files());
        assertEquals(options.equals("-q"), !run.err.contains("The readings are in day.json"), run.err);
    }

    @Test
    void explainsFromWhatItKeptWhyItWas30() throws IOException {
        run.go("--save-readings", "day.json.gz", "--explain", "5f1efd542514f800017a1fcc");
        String then = run.out;
        assertTrue(then.contains("consumption                                    30"), then);
        byte[] kept = Files.readAllBytes(directory.resolve("day.json.gz"));
        assertArrayEquals(
                Files.readAllBytes(SAMPLE), new GZIPInputStream(new ByteArrayInputStream(kept)).readAllBytes());

        Run later = new Run().in(directory);
        later.go("--readings", "day.json.gz", "--explain", "5f1efd542514f800017a1fcc");
        assertEquals(then, later.out, later.err);
        later.stdin(kept).go("--readings", "-", "--dry-run");
        assertEquals(SAMPLE_REPORTS, later.printed(false), later.err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"day.json", "day.json.gz"})
    void beginsAnewAfterAnAnswerThatBrokeOff(String name) throws IOException {
        api.failUntil(run.time.instant().plusMillis(1), Answer.CUT_BODY, Call.READINGS);
        api.readings(Fleet.readings(400));
        run.go("--save-readings", name);
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("The request for the readings: the connection broke");
        assertEquals(List.of(name), files());
        Run later = new Run().in(directory).go("--readings", name, "--dry-run");
        assertEquals(Fleet.reports(400), later.printed(false), later.err);
    }

    @Test
    void keepsAnOlderFileWhereNoWholeAnswerCame() throws IOException {
        Path old = Files.writeString(directory.resolve("day.json"), "[]");
        api.readings(ANSWER.replace("}]}]", "}]}"));
        run.with("MAX_WAIT_SECONDS", "0").go("--save-readings", "day.json");
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals("[]", Files.readString(old));
        assertEquals(List.of("day.json"), files());
        api.readings(ANSWER);
        run.go("--save-readings", "day.json");
        assertEquals(ANSWER, Files.readString(old));
    }

    @Test
    void goesOnWhereItCannotBeKept() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("kept"));
        api.onEach(Call.READINGS, () -> folder.toFile().delete());
        run.go("--save-readings", "kept/day.json");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(2, api.stored().size());
        assertSaid("WARN  The readings could not be saved in kept/day.json (" + folder + " does not exist); the run");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-            | stdout carries the reports; name a file",
                "gone/d.json  | gone does not exist",
                ".            | it is a folder; name a file",
                "reports.jsonl| it is there and not a file of readings; name another file",
                "other.gz     | it is there and not a file of readings; name another file"
            })
    void isRefusedBeforeTheRunBeginsWhereItCannotBeWritten(String name, String said) throws IOException {
        Files.writeString(directory.resolve("reports.jsonl"), line("a", 1));
        Files.write(directory.resolve("other.gz"), packed("a backup"));
        run.go("--save-readings", name);
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertSaid("--save-readings " + name + " cannot be written: ");
        assertSaid(said);
        assertEquals(List.of(), api.calls());
    }

    @Test
    void saysThatACompressedFileIsCutOrDamaged() throws IOException {
        byte[] whole = packed(Fleet.readings(400));
        for (int length : List.of(5, whole.length / 2, whole.length - 4)) {
            run.stdin(Arrays.copyOf(whole, length)).go("--readings", "-", "--dry-run");
            assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
            assertSaid("The readings in stdin cannot be used: it was cut short");
        }
        whole[whole.length / 2] ^= 1;
        run.stdin(whole).go("--readings", "-");
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals(Map.of(), api.stored());
        whole[2] = 0;
        run.stdin(whole).go("--readings", "-");
        assertSaid("The readings in stdin cannot be used: its compression is damaged");
    }
}
