package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.empw.consumption.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines that are wrong: what is named, that nobody is contacted, and that no argument is shown. */
class UsageTest extends RunTestBase {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--unknown",
                "extra",
                "--readings",
                "--dry-run --send x",
                "--readings x --send y",
                "--demo --readings x",
                "-q -v",
                "--include-in-doubt --dry-run",
                "--include-in-doubt",
                "--dry",
                "--readings missing.json --dry-run",
                "--readings . --dry-run",
                "--send missing",
                "--status --demo",
                "--status --send x",
                "--status --explain",
                "--page x --status",
                "--readings a --readings b",
                "--send a --send b",
                "--explain a --explain b",
                "--send x --page y",
                "--explain --send x",
                "--mark-stored a --explain",
                "--include-in-doubt --mark-stored a",
                "--save-readings x --readings y",
                "--save-readings x --send y",
                "--save-readings x --status",
                "--save-readings x --mark-stored y",
                "--save-readings",
                "--page x --save-readings x"
            })
    void refusesACommandLineThatMakesNoSense(String args) {
        run.go(args.split(" "));
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertTrue(run.err.lines().anyMatch(line -> line.startsWith("consumption-job: ")), run.err);
        assertEquals(List.of(), api.calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--status", "--mark-stored -"})
    void asksForALedgerWhereTheRunNeedsOne(String args) {
        run.stdin(line("a", 1)).go(args.split(" "));
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertSaid("DATABASE_URL is not set");
    }

    @Test
    void doesNotTakeNoneForALedgerWhereTheRunNeedsOne() {
        run.with("DATABASE_URL", "none").go("--status");
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertSaid("DATABASE_URL is none, and this option is about the ledger");
    }

    @ParameterizedTest
    @CsvSource({
        "--password=s3cret, --password is not an option",
        "-ps3cret, -p is not an option",
        "s3cret, an argument that is neither an option nor its value",
        "--s3cret, There is an option that this job does not have",
        "--dry-run=s3cret, --dry-run takes no value",
        "--send, --send lacks its value",
        "--page=, --page lacks its value",
    })
    void showsOfAnArgumentNothingButTheNameOfAnOption(String argument, String said) {
        run.go(argument);
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertSaid(said);
        assertNotSaid("s3cret");
    }
}
