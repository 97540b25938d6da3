package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --send} without a ledger. */
class SendTest extends RunTestBase {
    @Test
    void storesFromADryRunsOutputWhatARunWouldHave() {
        api.readings(Fleet.readings(7));
        run.with("BATCH_SIZE", "3").go();
        Map<String, Integer> ofARun = api.stored();
        api.reset();
        String printed = run.go("--dry-run").out;
        Run send = another().stdin(printed).go("--send", "-");
        assertEquals(ExitCode.OK, send.code, send.err);
        assertEquals(List.copyOf(ofARun.keySet()), List.copyOf(api.stored().keySet()));
        assertEquals(ofARun, api.stored());
    }

    @Test
    void leavesOutWhatIsInDoubtUnlessItIsIncluded() {
        run.stdin(line("a", 1) + "\n" + inDoubt("b", 2)).go("--send", "-");
        assertEquals(ExitCode.IN_DOUBT, run.code);
        assertEquals(List.of("a 2020-07-28 1"), List.copyOf(api.stored().keySet()));
        assertEquals(List.of("b 2020-07-28 2"), run.printed(true));

        run.stdin(run.out).go("--send", "-", "--include-in-doubt");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(
                List.of("a 2020-07-28 1", "b 2020-07-28 2"),
                List.copyOf(api.stored().keySet()));
        assertEquals("", run.out);
        assertSaid("Summary: 1 report delivered");
        List<String> calls = api.calls();
        assertEquals(
                List.of("POST /admins/login", "POST /consumption_reports"),
                calls.subList(calls.size() - 2, calls.size()));
    }

    @Test
    void takesALineThatIsThereTwiceForMarkedIfOneOfThemIs() {
        run.stdin(line("a", 1) + inDoubt("a", 1) + line("b", 2) + line("b", 2)).go("--send", "-");
        assertEquals(ExitCode.IN_DOUBT, run.code);
        assertEquals(Map.of("b 2020-07-28 2", 1), api.stored());
        assertEquals(List.of("a 2020-07-28 1"), run.printed(true));
    }

    @Test
    void printsWhatCameInOverAPipeWhenTheLoginFails() {
        run.with("ADMIN_PASSWORD", "wrong").stdin(line("a", 1)).go("--send", "-");
        assertEquals(ExitCode.REFUSED, run.code);
        assertEquals(List.of("a 2020-07-28 1"), run.printed(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void readsFilesFromAnywhere(String charset) {
        String windows = "\uFEFF" + line("a", 1).replace("\n", "\r\n") + "\r\n" + line("b", 2);
        run.stdin(windows.getBytes(Charset.forName(charset))).go("--send", "-");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(
                List.of("a 2020-07-28 1", "b 2020-07-28 2"),
                List.copyOf(api.stored().keySet()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"consumption\":1}{ | line 1",
                "nonsense | none of its 1 lines is a report",
                "{\"sensor_id\":\"\",\"date\":\"2020-07-28\",\"consumption\":1} | line 1",
                "{\"sensor_id\":\"ä\",\"date\":\"2020-07-28\",\"consumption\":1} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"yesterday\",\"consumption\":1} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"2020-02-30\",\"consumption\":1} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"-999999999-01-01\",\"consumption\":1} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"0000-07-28\",\"consumption\":1} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"+10000-07-28\",\"consumption\":1} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"consumption\":-1} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"consumption\":1e999999999} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"consumption\":1e-999999999} | line 1",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"consumption\":1,\"x\":1} | line 1",
                "null | none of its 1 lines is a report",
                "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\"} | line 1"
            })
    void refusesAFileThatHoldsAnythingButReports(String file, String said) {
        run.stdin(file).go("--send", "-");
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertSaid(said);
        assertEquals(List.of(), api.calls());
    }

    @Test
    void namesTheLineThatConflictsWithAnEarlierOne() {
        run.stdin(line("a", 1) + line("b", 1) + line("a", 2)).go("--send", "-");
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertSaid("line 3 gives a sensor another consumption");
    }

    @Test
    void warnsOfAFileWithoutReports() {
        run.stdin("\n").go("--send", "-");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("--send - holds no reports");
        assertEquals(List.of(), api.calls());
    }

    @Test
    void doesNotEvenLogInOnceToldToStop() {
        run.time.stop();
        run.stdin(line("a", 1)).go("--send", "-");
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals(List.of("a 2020-07-28 1"), run.printed(false));
        assertEquals(List.of(), api.calls());
    }

    @Test
    void printsNumbersPlainly() {
        String reports = line("a", 100_000) + line("b", 1).replace(":1}", ":0.000001}");
        run.with("ADMIN_PASSWORD", "wrong")
                .stdin(reports.getBytes(StandardCharsets.UTF_8))
                .go("--send", "-");
        assertEquals(reports, run.out);
    }
}
