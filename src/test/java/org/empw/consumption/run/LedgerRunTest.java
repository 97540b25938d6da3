package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fault.Applied;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;

/** Runs with a ledger, and what you do with it. */
class LedgerRunTest extends LedgerRunTestBase {
    @Test
    void sendsNothingASecondTime() {
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("WARN  The ledger is new, as it should be on a first run");
        assertSaid("The ledger is sqlite:" + file.toAbsolutePath());
        assertNotSaid("DATABASE_URL is not set");
        Run second = another().go();
        assertEquals(ExitCode.OK, second.code, second.err);
        assertTrue(second.err.contains("0 reports delivered, 5 reports already stored by an earlier run"), second.err);
        assertEquals(Fleet.reports(5), List.copyOf(api.stored().keySet()));
        assertTrue(api.stored().values().stream().allMatch(times -> times == 1));
    }

    @Test
    void warnsWhereTheNumberIsAnotherNow() {
        run.go();
        api.readings(Fleet.readings(5).replace("105.0", "106.0"));
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("1 report is stored with another number than now");
        assertSaid("(stored as 5, now 6)");
        assertEquals(Fleet.reports(5), List.copyOf(api.stored().keySet()));
    }

    @Test
    void deliversWhatAnEarlierRunLeftUnsentAfterTheNewestDay() {
        api.failEach(Call.REPORTS, Answer.NOT_FOUND_404);
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals(Fleet.reports(5), run.printed(false));
        assertSaid("The ledger has them: run the job again");
        api.recover();
        api.readings(Fleet.readings(3).replace("2020-07-28", "2020-07-29"));
        run.time.pass(Duration.ofDays(1));
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("Earlier runs left 5 reports unsent; they are delivered as well");
        List<String> stored = List.copyOf(api.stored().keySet());
        assertEquals(Fleet.reports(1).get(0).replace("07-28", "07-29"), stored.get(0));
        assertEquals(8, stored.size());
        assertSaid("2 sensors had a report on 2020-07-28 and sent nothing this time");
    }

    @Test
    void remindsOfADoubtUntilYouHaveLooked() {
        api.losePost(2, Applied.PREFIX);
        run.go();
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        List<String> inDoubt = Fleet.reports(5).subList(2, 4);
        assertEquals(inDoubt, run.printed(true));
        String printed = run.out;
        api.recover();

        run.go();
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(inDoubt, run.printed(true));
        assertEquals(4, api.stored().size());

        run.go("--status");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(printed, run.out);
        assertSaid("  2020-07-28  2 reports in doubt\n");
        assertSaid("  2020-07-28  3 reports stored\n");

        // You find the first of the two in the charts.
        String[] lines = printed.split("\n", -1);
        Run found = another().stdin(lines[0]).go("--mark-stored", "-");
        assertEquals(ExitCode.OK, found.code, found.err);
        Run missing = another().stdin(lines[1]).go("--send", "-");
        assertEquals(ExitCode.IN_DOUBT, missing.code, missing.err);
        missing.go("--send", "-", "--include-in-doubt");
        assertEquals(ExitCode.OK, missing.code, missing.err);
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(5, api.stored().size());
        assertTrue(api.stored().values().stream().allMatch(times -> times == 1), api.stored()::toString);
    }

    @Test
    void believesTheLedgerMoreThanAMark() {
        run.go();
        Run send = another()
                .stdin(run.go("--dry-run").out.replace("}", ",\"in_doubt\":true}"))
                .go("--send", "-", "--include-in-doubt");
        assertEquals(ExitCode.OK, send.code, send.err);
        assertTrue(send.err.contains("5 reports already stored"), send.err);
    }

    @Test
    void neitherDeliversNorReportsWhatAFileDoesNotName() {
        api.failEach(Call.REPORTS, Fault.answering(Answer.ERROR_500).afterApplying(Applied.ALL));
        run.go();
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(1, run.printed(false).size());
        api.recover();
        Run send = another().stdin(line("other", 7)).go("--send", "-");
        assertEquals(ExitCode.OK, send.code, send.err);
        assertEquals("", send.out);
        assertEquals(1, api.stored().get("other 2020-07-28 7"));
    }

    @Test
    void countsTodaysFailureMoreThanAnOldDoubt() {
        api.failEach(Call.REPORTS, Fault.answering(Answer.ERROR_500).afterApplying(Applied.ALL));
        run.with("BATCH_SIZE", "5").go();
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        api.readings(Fleet.readings(2).replace("2020-07-28", "2020-07-29"));
        api.failEach(Call.REPORTS, Answer.FORBIDDEN_403);
        run.time.pass(Duration.ofDays(1));
        run.go();
        assertEquals(ExitCode.REFUSED, run.code, run.err);
        assertEquals(5, run.printed(true).size());
    }

    @Test
    void deliversLeftoversAndRemindsOfDoubtsOnAnEmptyDay() {
        run.with("BATCH_SIZE", "3");
        api.failEach(Call.REPORTS, Answer.NOT_FOUND_404)
                .failPost(1, Fault.answering(Answer.ERROR_500).afterApplying(Applied.ALL));
        run.go();
        api.recover();
        api.readings("[]");
        run.go();
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(3, run.printed(true).size());
        assertEquals(List.of(), run.printed(false));
        assertEquals(5, api.stored().size());
    }

    @Test
    void marksInDoubtAFilesReportThatMayHaveBeenPurged() {
        String old = line("a", 1).replace("2020-07-28", "2020-05-29");
        String young = line("a", 1).replace("2020-07-28", "2020-05-30");
        run.stdin(old + young).go("--send", "-");
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(List.of("a 2020-05-29 1"), run.printed(true));
        assertEquals(List.of("a 2020-05-30 1"), List.copyOf(api.stored().keySet()));
    }

    @Test
    void namesLeftoversUnderAnotherAddressAndARenamedApi() throws SQLException {
        api.failEach(Call.REPORTS, Answer.NOT_FOUND_404);
        run.go();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("UPDATE empw_report SET api = 'https://old.example.com'");
        }
        api.recover();
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("for another API, https://old.example.com");
        assertSaid("The ledger knows other APIs, but not " + api.url());
        run.go("--status");
        assertSaid("for another API: https://old.example.com");
        run.go();
        assertSaid("for another API, https://old.example.com");
        assertNotSaid("The ledger knows other APIs, but not");
    }
}
