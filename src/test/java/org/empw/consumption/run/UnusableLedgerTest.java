package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;

/** A run prints the day where its ledger cannot be used, and does not make or overwrite one without need. */
class UnusableLedgerTest extends LedgerRunTestBase {
    @Test
    void printsTheDayWhenTheLedgerCannotBeUsed() throws IOException {
        Files.writeString(file, "this is no database, but a letter of some length");
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertSaid("the file is damaged, or not a SQLite database");
        assertEquals(Fleet.reports(5), run.printed(false));
        assertSaid("Run the job again before 21:00 UTC, or save them in a file");
        assertEquals(0, api.stored().size());
        run.stdin(inDoubt("b", 2)).go("--send", "-");
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals(List.of("b 2020-07-28 2"), run.printed(true));
        run.go("--status");
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
    }

    @Test
    void printsTheDayWhenTheLedgerStaysUnreachable() {
        run.with("DATABASE_URL", "postgres://jane:s3cret-pw@127.0.0.1:1/db").go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals(Fleet.reports(5), run.printed(false));
        assertEquals(Duration.ofMinutes(15), run.time.waited());
        assertSaid("The ledger postgres://127.0.0.1:1/db cannot be reached");
        assertNotSaid("s3cret");
        assertNotSaid("jane");
    }

    @Test
    void printsTheDayWhenSomebodyKeepsTheLedger() throws SQLException {
        run.go();
        api.reset();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA locking_mode=EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");
            run.go();
            assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
            assertSaid("is in use: another run has it, or a program such as sqlite3 or a backup. Nothing was sent");
            assertEquals(Fleet.reports(5), run.printed(false));
            assertTrue(run.time.waited().toMinutes() >= 15);
            run.go("--status");
            assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        }
        assertEquals(0, api.stored().size());
    }

    @Test
    void endsWithTheDayPrintedWhenToldToStopBeforeTheDelivery() {
        api.onEach(Call.READINGS, run.time::stop);
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals(Fleet.reports(5), run.printed(false));
    }

    @Test
    void leavesTheLedgerAloneWhenTheReadingsCannotBeHad() {
        api.failEach(Call.READINGS, Answer.FORBIDDEN_403);
        run.go();
        assertEquals(ExitCode.REFUSED, run.code);
        assertFalse(Files.exists(file));
        run.go("--dry-run", "--readings", SAMPLE.toAbsolutePath().toString());
        run.go("--status");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("none yet; there is no such file");
        assertFalse(Files.exists(file));
    }

    @Test
    void saysThatTheStatusCouldNotBePrinted() {
        api.failEach(Call.REPORTS, Answer.NOT_FOUND_404);
        run.go();
        run.closedStdout = true;
        run.go("--status");
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertSaid("Not all could be printed");
    }

    @Test
    void drawsNoPageOverTheLedger() {
        run.go("--page", file.toString());
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("it is there and not a page; name another file");
        run.go("--status");
        assertSaid("5 reports stored");
        run.go("--page", "day.html").go("--page", "day.html");
        assertNotSaid("could not be written");
    }
}
