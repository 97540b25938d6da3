package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code --mark-stored}, and what the ledger makes of an old file. */
class MarkStoredTest extends RunTestBase {
    @BeforeEach
    void keepALedger() {
        api.readings(Fleet.readings(3));
        run.with("DATABASE_URL", "sqlite:" + directory.resolve("l.db")).with("MAX_WAIT_SECONDS", "0");
    }

    @Test
    void settlesADayThatWasDeliveredWithoutTheLedger() {
        String printed = run.go("--dry-run").out;
        run.stdin("a heading\n\n" + printed).go("--mark-stored", "-");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("The ledger now has 3 reports of the file as stored");
        assertSaid("--mark-stored -: passed over 1 line without a report");
        run.go();
        assertSaid("3 reports already stored by an earlier run");
        assertEquals(0, api.posts());
    }

    @Test
    void leavesAloneWhatIsCertainlyNotStored() {
        api.failEach(Call.REPORTS, Answer.NOT_FOUND_404);
        String two = run.go().out.lines().limit(2).collect(Collectors.joining("\n"));
        run.stdin(two + "\n" + line("other", 1)).go("--mark-stored", "-");
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertSaid("The ledger now has 1 report of the file as stored");
        assertSaid("2 reports are left as unsent, because the API certainly does not have what was not sent: \"");
        assertNotSaid("passed over");
        api.recover();
        run.go();
        assertEquals(Fleet.reports(3), List.copyOf(api.stored().keySet()));
    }

    @Test
    void marksInDoubtTheReadingsOfADayThatMayHaveBeenPurged() {
        run.stdin(Fleet.readings(3).replace("2020-07-28", "2020-05-20")).go("--readings", "-");
        assertEquals(ExitCode.IN_DOUBT, run.code, run.err);
        assertSaid("WARN  3 reports are older than the ledger remembers. Taken as in doubt");
        assertEquals(0, api.posts());
        run.stdin(Fleet.readings(3).replace("2020-07-28", "2020-06-20")).go("--readings", "-");
        assertEquals(3, api.stored().size(), run.err);
    }

    @Test
    void makesEightyRequestsAtMostOfALargeFleet() {
        api.readings(Fleet.readings(2_001));
        run.with("DATABASE_URL", "none").go();
        assertEquals(77, api.posts(), "of 26 reports each");
        assertSaid("Delivering 2001 reports in 77 requests");
    }
}
