package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run that failed before its delivery says of the reports. */
class WayOutTest extends RunTestBase {
    private static final String AGAIN = "run the job again before 21:00 UTC, while the API has the day";

    @BeforeEach
    void doNotWait() {
        run.with("MAX_WAIT_SECONDS", "0");
    }

    @Test
    void aDayThatTheApiStillHasCanBeFetchedAgain() {
        api.failEach(Call.READINGS, Answer.ERROR_500);
        run.go();
        assertSaid(". Nothing was sent; " + AGAIN);
    }

    @Test
    void whatAFileHasIsSentFromAFileAgain() {
        api.failEach(Call.REPORTS, Answer.FORBIDDEN_403);
        run.with("DATABASE_URL", "none").stdin(line("a", 1)).go("--send", "-");
        assertEquals(ExitCode.REFUSED, run.code, run.err);
        assertSaid("the lines printed name it. Save them in a file and deliver them with --send FILE\n");
        assertNotSaid("un the job again");
    }

    @Test
    void anotherRunWithTheSameCredentialsDoesNotHelp() {
        api.failEach(Call.LOGIN, Answer.UNAUTHORIZED_401);
        run.go();
        assertSaid(". Nothing was sent\n");
        assertNotSaid(AGAIN);
    }

    @Test
    void aDryRunSendsNothingAnyway() {
        api.failEach(Call.READINGS, Answer.ERROR_500);
        run.go("--dry-run");
        assertSaid("the API answered 500");
        assertNotSaid("Nothing was sent");
    }
}
