package org.empw.consumption.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which options go together, and what the run needs for them. */
class CommandLineOptionsTest {
    private static CommandLineOptions parse(String args) throws UsageException {
        return CommandLineOptions.parse(args.isEmpty() ? new String[0] : args.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--readings x --send y       | Only one of --readings, --send, --mark-stored, --status and --demo can be given",
                "--status --demo             | Only one of --readings, --send, --mark-stored, --status and --demo can be given",
                "--dry-run --send x          | --dry-run goes with the daily run, --readings and --demo",
                "--dry-run --mark-stored x   | --dry-run goes with the daily run, --readings and --demo",
                "--explain --status          | --explain goes with the daily run, --readings and --demo",
                "--page x --send y           | --page goes with the daily run, --dry-run, --readings and --demo",
                "--page x --mark-stored y    | --page goes with the daily run, --dry-run, --readings and --demo",
                "--page x --status           | --page goes with the daily run, --dry-run, --readings and --demo",
                "--save-readings x --status  | --save-readings goes with the daily run, --dry-run, --explain and --demo",
                "--save-readings x --readings y | --save-readings goes with the daily run, --dry-run, --explain and --demo",
                "--include-in-doubt          | --include-in-doubt goes with --send",
                "-q -v                       | Only one of --quiet and --verbose can be given",
                "--page x --page y           | --page can be given only once",
                "x                           | There is an argument that is neither an option nor its value"
            })
    void saysWhichOptionsDoNotGoTogether(String args, String said) {
        UsageException e = assertThrows(UsageException.class, () -> parse(args));
        assertEquals(said + ". See --help", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--dry-run --page x --save-readings y",
                "--explain --demo --save-readings y",
                "--readings x --page y --dry-run",
                "--send x --include-in-doubt",
                "-q -q",
                "--help -q -v --status --demo",
                "--version --status --demo"
            })
    void takesOptionsThatGoTogether(String args) throws UsageException {
        parse(args);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true, true, true, false",
        "-v, true, true, true, false",
        "--save-readings x, true, true, true, false",
        "--dry-run, false, true, true, false",
        "--explain, false, true, true, false",
        "--readings x, false, true, true, false",
        "--readings x --dry-run, false, false, false, false",
        "--send x, false, true, true, false",
        "--demo, false, true, true, false",
        "--status, false, true, false, true",
        "--mark-stored x, false, true, false, true"
    })
    void knowsWhatARunNeedsAndWhichOneAMonitorWaitsFor(
            String args, boolean isDaily, boolean needsApi, boolean needsLogin, boolean needsLedger)
            throws UsageException {
        CommandLineOptions options = parse(args);
        assertEquals(isDaily, options.isDailyRun());
        assertEquals(needsApi, options.needsApi());
        assertEquals(needsLogin, options.needsLogin());
        assertEquals(needsLedger, options.needsLedger());
    }
}
