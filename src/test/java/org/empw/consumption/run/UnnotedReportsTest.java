package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run knows after a POST is told, even where the ledger, stdout, the page or the purge fails then. */
@ParameterizedClass(name = "{0}")
@EnumSource
class UnnotedReportsTest extends SharedRunTestBase {
    @Test
    void whatIsStoredButCouldNotBeNotedIsPrintedLastAndMarked() throws SQLException {
        database.refuse(url, "NEW.state = 'stored'");
        run.go();
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(List.of("in_doubt 2", "unsent 3"), states());
        List<String> lines = run.out.lines().toList();
        assertEquals(5, lines.size(), run.out);
        for (int i = 0; i < 5; i++) {
            assertEquals(i >= 3, lines.get(i).contains("\"stored\":true,\"batch\":\""), run.out);
        }
        assertSaid("2 reports are stored, which the ledger could not note");
        assertNotSaid("nobody knows");
        database.execute(url, acceptingAgain());
        String printed = run.out;
        Run send = another().stdin(printed).go("--send", "-");
        assertEquals(ExitCode.OK, send.code, send.err);
        assertTrue(send.err.contains("2 reports are marked stored in the file, and so not sent"), send.err);
        assertEquals("", send.out);
        Run mark = another().stdin(printed).go("--mark-stored", "-");
        assertEquals(ExitCode.OK, mark.code, mark.err);
        assertEquals(List.of("stored 5"), states());
        assertEquals(5, api.stored().size());
        assertTrue(api.stored().values().stream().allMatch(times -> times == 1));
    }

    private String acceptingAgain() {
        return "DROP TRIGGER refusing" + (database.name().equals("SQLITE") ? "" : " ON empw_report");
    }

    @Test
    void whatWasNotAppliedButCouldNotBeNotedIsSentByItsLine() throws SQLException {
        api.failPost(1, Answer.BAD_REQUEST_400);
        database.refuse(url, "NEW.state = 'unsent' AND OLD.state = 'in_doubt'");
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals(List.of("in_doubt 2", "unsent 3"), states());
        assertEquals(Fleet.reports(5), run.printed(false));
        assertEquals(2, run.out.split("\"batch\"", -1).length - 1, run.out);
        assertSaid("The ledger has some of them in doubt, because the answer could not be noted");
        database.execute(url, acceptingAgain());
        api.recover();
        Run send = another().stdin(run.out).go("--send", "-");
        assertEquals(ExitCode.OK, send.code, send.err);
        assertEquals(List.of("stored 5"), states());
        assertEquals(5, api.stored().size());
    }

    /** Fails as soon as it is written to. */
    private static PrintStream failing(Error failure) {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
            @Override
            public void write(byte[] bytes, int from, int length) {
                throw failure;
            }

            @Override
            public void write(int b) {
                throw failure;
            }
        };
    }

    @Test
    void memoryThatRunsOutWhileTheLinesArePrintedTakesNeitherThemNorTheCode() {
        api.failPost(1, Answer.ERROR_500);
        run.stdout = Optional.of(failing(new OutOfMemoryError("as a test has it")));
        run.go();
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertSaid("\"in_doubt\":true");
        assertSaid("2 reports are in doubt");
    }

    @Test
    void aPageThatCannotBeDrawnTakesNothing() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("pages"));
        api.failPost(1, Answer.ERROR_500).onPost(1, () -> folder.toFile().delete());
        run.go("--page", "pages/day.html");
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(2, run.printed(true).size());
        assertSaid("The page pages/day.html could not be written");
    }

    @Test
    void aPurgeThatCannotBeMadeTakesNothing() throws SQLException {
        api.failPost(2, Answer.ERROR_500);
        database.execute(
                url,
                "INSERT INTO empw_report (api, report_date, sensor_id, consumption, state, batch, noted_at) VALUES ('"
                        + api.url() + "', '2020-02-30', 'a', '1', 'stored', 1, 1)",
                "INSERT INTO empw_report (api, report_date, sensor_id, consumption, state, batch, noted_at) VALUES ('"
                        + api.url() + "', 'nonsense', 'a', '1', 'stored', 1, 1)");
        run.go();
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(2, run.printed(true).size());
        run.go("--status");
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertSaid("a row of the day");
        assertSaid("correct or delete it");
    }

    @Test
    void aRowThatIsNotThisJobsIsNamedAndTheDayPrinted() throws SQLException {
        database.execute(
                url,
                "INSERT INTO empw_report (api, report_date, sensor_id, consumption, state, batch, noted_at) VALUES ('"
                        + api.url() + "', '2020-07-27', 'a', 'lots', 'unsent', 1, 1)");
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals(Fleet.reports(5), run.printed(false));
        assertSaid("a row that this job did not write");
        assertEquals(0, run.time.waits().size(), "it does not wait for that to pass");
    }

    @Test
    void moreThanAThousandOldDoubtsAreNotPrintedEveryNight() throws SQLException {
        StringBuilder rows = new StringBuilder(
                "INSERT INTO empw_report (api, report_date, sensor_id, consumption, state, batch, noted_at) VALUES ");
        for (int i = 0; i < 1_500; i++) {
            rows.append(i == 0 ? "" : ", ")
                    .append("('" + api.url() + "', '2020-07-27', 's" + i + "', '1', 'in_doubt', 1, 1)");
        }
        database.execute(url, rows.toString());
        run.go();
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(1_000, run.printed(true).size());
        assertSaid("1500 reports are in doubt, and 1000 of them printed");
        assertSaid("--status prints them all");
        run.go("--status");
        assertEquals(1_500, run.printed(true).size());
    }
}
