package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fault.Applied;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same command given again, with a file whose lines are about an earlier POST. */
@ParameterizedClass(name = "{0}")
@EnumSource
class RepeatedCommandTest extends SharedRunTestBase {
    private static final Pattern BATCH = Pattern.compile("\"batch\":\"(-?[0-9]+)\"");
    private static final List<String> FIRST_TWO = Fleet.reports(2);

    /** The first batch is answered 500 and not applied; returns its lines. */
    private String missing() {
        api.failPost(1, Answer.ERROR_500);
        run.go();
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(FIRST_TWO, run.printed(true));
        api.recover();
        return run.out;
    }

    private static String batch(String lines) {
        Matcher batch = BATCH.matcher(lines);
        assertTrue(batch.find(), lines);
        return batch.group(1);
    }

    /** A run that is killed after its POST was stored leaves the ledger as one whose answer is lost. */
    private Run sendUnanswered(String lines) {
        api.losePost(api.posts() + 1, Applied.ALL);
        Run killed = another().stdin(lines).go("--send", "-", "--include-in-doubt");
        api.recover();
        return killed;
    }

    private void assertStoredOnce() {
        assertEquals(5, api.stored().size());
        assertTrue(api.stored().values().stream().allMatch(times -> times == 1), api.stored()::toString);
    }

    @Test
    void theSameCommandGivenTwiceSendsOnce() throws SQLException {
        String lines = missing();
        sendUnanswered(lines);
        assertStoredOnce();
        run.stdin(lines).go("--send", "-", "--include-in-doubt");
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertStoredOnce();
        assertEquals(FIRST_TWO, run.printed(true));
        assertFalse(run.out.contains(batch(lines)), "the lines have the batch of the last POST");
        assertEquals(
                List.of(batch(run.out)),
                database.query(url, "SELECT DISTINCT batch FROM empw_report WHERE state = 'in_doubt'"));
        assertSaid("Not sent, 2 lines of the file: the report was sent again since the line was printed");
        assertSaid("Look at the charts again, and use what is printed now and not the old file");
        Run marked = another().stdin(run.out).go("--mark-stored", "-");
        assertEquals(ExitCode.OK, marked.code, marked.err);
        run.stdin(lines).go("--send", "-", "--include-in-doubt");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("2 reports already stored");
        assertNotSaid("Not sent, ");
        assertStoredOnce();
    }

    @Test
    void theLinesThatAreRefusedWorkWhereThePostWasNotApplied() {
        String lines = missing();
        api.failPost(api.posts() + 1, Answer.ERROR_500);
        another().stdin(lines).go("--send", "-", "--include-in-doubt");
        api.recover();
        run.stdin(lines).go("--send", "-", "--include-in-doubt");
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(3, api.stored().size());
        run.stdin(run.out).go("--send", "-", "--include-in-doubt");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertStoredOnce();
    }

    @Test
    void aLineThatIsStoredByNowCountsAsStored() {
        String lines = missing();
        Run first = another().stdin(lines).go("--send", "-", "--include-in-doubt");
        assertEquals(ExitCode.OK, first.code, first.err);
        run.stdin(lines).go("--send", "-", "--include-in-doubt");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("0 reports delivered, 2 reports already stored");
        assertStoredOnce();
    }

    @Test
    void aLineWithoutABatchSendsNothingThatIsInDoubt() {
        String lines = missing();
        run.stdin(lines.replaceAll(",\"batch\":\"[^\"]*\"", "")).go("--send", "-", "--include-in-doubt");
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertEquals(lines, run.out);
        assertSaid("or the line does not say by which POST");
        assertEquals(3, api.stored().size());
    }

    @Test
    void anOldFileSendsNothingThatALaterRunHasInDoubt() {
        String lines = missing();
        api.failEach(Call.REPORTS, Fault.losing(Applied.ALL));
        another().stdin(lines).go("--send", "-", "--include-in-doubt");
        api.recover();
        run.stdin(lines).go("--send", "-");
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertNotSaid("Not sent, "); // nobody said that it was to be
        assertStoredOnce();
    }
}
