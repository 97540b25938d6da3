package org.empw.consumption.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/**
 * The command line: what the run is to do. {@code --help} says what each option means.
 *
 * @param dryRun whether nothing is to be delivered; an explanation is a dry run, too
 * @param readings the file to take the readings from, {@code -} for stdin, instead of the API
 * @param saveReadings the file to keep the API's answer in
 * @param explainedSensor the one to explain; all when empty
 * @param page the file to draw the day into
 * @param send the file with reports to deliver
 * @param markStored the file with reports to note as stored in the ledger
 */
public record CommandLineOptions(
        boolean dryRun,
        Optional<String> readings,
        Optional<String> saveReadings,
        boolean explain,
        Optional<String> explainedSensor,
        Optional<String> page,
        boolean status,
        Optional<String> send,
        boolean includeInDoubt,
        Optional<String> markStored,
        boolean demo,
        boolean quiet,
        boolean verbose,
        boolean help,
        boolean version) {
    /** An option's name, at the beginning of what was given for it. */
    private static final Pattern OPTION = Pattern.compile("--[a-z-]+(?==|$)|-[a-zA-Z]");

    /**
     * Parses the command line.
     *
     * @throws UsageException when an option is unknown, lacks its value, or does not go with another one
     */
    public static CommandLineOptions parse(String[] args) throws UsageException {
        // The scheduled run has no options, and need not wait for the parser to be loaded.
        Map<String, String> given = args.length == 0 ? Map.of() : read(args);
        CommandLineOptions options = new CommandLineOptions(
                given.containsKey("dry-run") || given.containsKey("explain"),
                Optional.ofNullable(given.get("readings")),
                Optional.ofNullable(given.get("save-readings")),
                given.containsKey("explain"),
                Optional.ofNullable(given.get("explain")).filter(id -> !id.isEmpty()),
                Optional.ofNullable(given.get("page")),
                given.containsKey("status"),
                Optional.ofNullable(given.get("send")),
                given.containsKey("include-in-doubt"),
                Optional.ofNullable(given.get("mark-stored")),
                given.containsKey("demo"),
                given.containsKey("quiet"),
                given.containsKey("verbose"),
                given.containsKey("help"),
                given.containsKey("version"));
        if (!options.help && !options.version) {
            options.check();
        }
        return options;
    }

    private static Map<String, String> read(String[] args) throws UsageException {
        Options definitions = new Options()
                .addOption(null, "dry-run", false, "")
                .addOption(null, "readings", true, "")
                .addOption(null, "save-readings", true, "")
                .addOption(null, "explain", true, "")
                .addOption(null, "page", true, "")
                .addOption(null, "status", false, "")
                .addOption(null, "send", true, "")
                .addOption(null, "include-in-doubt", false, "")
                .addOption(null, "mark-stored", true, "")
                .addOption(null, "demo", false, "")
                .addOption("q", "quiet", false, "")
                .addOption("v", "verbose", false, "")
                .addOption("h", "help", false, "")
                .addOption("V", "version", false, "");
        definitions.getOption("explain").setOptionalArg(true);
        Map<String, String> given = new HashMap<>();
        try {
            CommandLine line =
                    DefaultParser.builder().setAllowPartialMatching(false).get().parse(definitions, args);
            refuseIf(!line.getArgList().isEmpty(), "There is an argument that is neither an option nor its value");
            for (Option option : line.getOptions()) {
                boolean repeated = given.put(option.getLongOpt(), option.getValue("")) != null;
                refuseIf(repeated && option.hasArg(), "--" + option.getLongOpt() + " can be given only once");
                boolean isEmpty = option.hasArg()
                        && !option.hasOptionalArg()
                        && option.getValue().isBlank();
                refuseIf(isEmpty, "--" + option.getLongOpt() + " lacks its value");
            }
        } catch (UnrecognizedOptionException e) {
            throw usage(unknown(e.getOption(), definitions));
        } catch (MissingArgumentException e) {
            throw usage("--" + e.getOption().getLongOpt() + " lacks its value");
        } catch (ParseException e) {
            throw usage("The options cannot be understood");
        }
        return given;
    }

    /** What is wrong with an option, without its value, which may be a password. */
    private static String unknown(String argument, Options definitions) {
        Matcher named = OPTION.matcher(argument);
        if (!named.lookingAt()) {
            return "There is an option that this job does not have";
        }
        String option = named.group();
        return definitions.hasOption(option) ? option + " takes no value" : option + " is not an option of this job";
    }

    private void check() throws UsageException {
        long sources = Stream.of(readings.isPresent(), send.isPresent(), markStored.isPresent(), status, demo)
                .filter(given -> given)
                .count();
        boolean calculates = send.isEmpty() && markStored.isEmpty() && !status;
        refuseIf(sources > 1, "Only one of --readings, --send, --mark-stored, --status and --demo can be given");
        String dry = explain ? "--explain" : "--dry-run";
        refuseIf(dryRun && !calculates, dry + " goes with the daily run, --readings and --demo");
        refuseIf(page.isPresent() && !calculates, "--page goes with the daily run, --dry-run, --readings and --demo");
        boolean asksApi = calculates && readings.isEmpty();
        refuseIf(
                saveReadings.isPresent() && !asksApi,
                "--save-readings goes with the daily run, --dry-run, --explain and --demo");
        refuseIf(page.isPresent() && page.equals(saveReadings), "--page and --save-readings name the same file");
        refuseIf(includeInDoubt && send.isEmpty(), "--include-in-doubt goes with --send");
        refuseIf(quiet && verbose, "Only one of --quiet and --verbose can be given");
    }

    private static void refuseIf(boolean wrong, String problem) throws UsageException {
        if (wrong) {
            throw usage(problem);
        }
    }

    private static UsageException usage(String problem) {
        return new UsageException(problem + ". See --help");
    }

    /** Whether this is the run that a monitor waits for: a manual one must not turn its check green. */
    public boolean isDailyRun() {
        return delivers() && readings.isEmpty() && send.isEmpty() && !demo;
    }

    /** Whether the run is to send reports. */
    public boolean delivers() {
        return !dryRun && !needsLedger();
    }

    /** Whether the address of the API has to be known. */
    boolean needsApi() {
        return !(dryRun && readings.isPresent());
    }

    /** Whether the run logs in to the API. */
    boolean needsLogin() {
        return needsApi() && !needsLedger();
    }

    /** Whether the run needs a ledger. */
    boolean needsLedger() {
        return status || markStored.isPresent();
    }
}
