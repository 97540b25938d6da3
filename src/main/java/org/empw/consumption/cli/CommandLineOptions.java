package org.empw.consumption.cli;

import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;

/**
 * The command line.
 *
 * @param readings the file to take the readings from, {@code -} for stdin, instead of the API
 * @param explainedSensor the one to explain; all when empty
 * @param page the file to draw the day into
 * @param send the file with reports to deliver
 * @param markStored the file with reports to note as stored in the journal
 */
public record CommandLineOptions(
        boolean dryRun,
        Optional<String> readings,
        boolean explain,
        Optional<String> explainedSensor,
        Optional<String> page,
        Optional<String> send,
        boolean includeInDoubt,
        Optional<String> markStored,
        boolean demo,
        boolean quiet,
        boolean verbose,
        boolean help,
        boolean version) {

    /** The scheduled run has no options; it need not wait for the parser to be loaded. */
    private static final CommandLineOptions NONE = new CommandLineOptions(
            false,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            false,
            false,
            false,
            false,
            false);

    public static CommandLineOptions parse(String[] args) throws UsageException {
        if (args.length == 0) {
            return NONE;
        }
        CommandLine line;
        try {
            line = DefaultParser.builder().setAllowPartialMatching(false).get().parse(definitions(), args);
        } catch (ParseException e) {
            throw usage(e.getMessage());
        }
        for (Option option : line.getOptions()) {
            if (option.hasArg()
                    && line.getOptionValues(option.getLongOpt()) != null
                    && line.getOptionValues(option.getLongOpt()).length > 1) {
                throw usage("--" + option.getLongOpt() + " can be given only once");
            }
        }
        if (!line.getArgList().isEmpty()) {
            throw usage("Unexpected argument: " + line.getArgList().get(0));
        }
        CommandLineOptions options = new CommandLineOptions(
                line.hasOption("dry-run") || line.hasOption("explain"),
                Optional.ofNullable(line.getOptionValue("readings")),
                line.hasOption("explain"),
                Optional.ofNullable(line.getOptionValue("explain")),
                Optional.ofNullable(line.getOptionValue("page")),
                Optional.ofNullable(line.getOptionValue("send")),
                line.hasOption("include-in-doubt"),
                Optional.ofNullable(line.getOptionValue("mark-stored")),
                line.hasOption("demo"),
                line.hasOption("quiet"),
                line.hasOption("verbose"),
                line.hasOption("help"),
                line.hasOption("version"));
        if (!options.help && !options.version) {
            options.check();
        }
        return options;
    }

    public static org.apache.commons.cli.Options definitions() {
        return new org.apache.commons.cli.Options()
                .addOption(null, "dry-run", false, "")
                .addOption(withFile("readings"))
                .addOption(Option.builder()
                        .longOpt("explain")
                        .optionalArg(true)
                        .hasArg()
                        .argName("SENSOR_ID")
                        .get())
                .addOption(withFile("page"))
                .addOption(withFile("send"))
                .addOption(null, "include-in-doubt", false, "")
                .addOption(withFile("mark-stored"))
                .addOption(null, "demo", false, "")
                .addOption("q", "quiet", false, "")
                .addOption("v", "verbose", false, "")
                .addOption("h", "help", false, "")
                .addOption("V", "version", false, "");
    }

    private static Option withFile(String name) {
        return Option.builder().longOpt(name).hasArg().argName("FILE").get();
    }

    private void check() throws UsageException {
        int sources = (demo ? 1 : 0)
                + (readings.isPresent() ? 1 : 0)
                + (send.isPresent() ? 1 : 0)
                + (markStored.isPresent() ? 1 : 0);
        if (sources > 1) {
            throw usage("Only one of --readings, --send, --mark-stored and --demo can be given");
        }
        if (dryRun && (demo || send.isPresent() || markStored.isPresent())) {
            throw usage((explain ? "--explain" : "--dry-run") + " goes with the daily run and with --readings");
        }
        if (page.isPresent() && (send.isPresent() || markStored.isPresent())) {
            throw usage("--page goes with the daily run, --dry-run, --readings and --demo");
        }
        if (includeInDoubt && (dryRun || demo || markStored.isPresent())) {
            throw usage("--include-in-doubt goes with --send and with the daily run");
        }
        if (quiet && verbose) {
            throw usage("Only one of --quiet and --verbose can be given");
        }
    }

    private static UsageException usage(String problem) {
        return new UsageException(problem + ". See --help");
    }
}
