package org.empw.consumption;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.cli.CommandLineOptions;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.cli.Settings;
import org.empw.consumption.cli.UsageException;
import org.empw.consumption.console.Logging;
import org.empw.consumption.demo.SampleApi;
import org.empw.consumption.http.Heartbeat;
import org.empw.consumption.job.Job;
import org.empw.consumption.job.RunContext;
import org.empw.consumption.job.RunSummary;
import org.empw.consumption.job.ShutdownHook;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.text.Escaped;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The program: reads its options and settings, does the day's work, and exits. */
public final class Main {
    // Before the first logger is made: to let SLF4J and Logback search costs a small run a twentieth of its time.
    static {
        System.setProperty("slf4j.provider", Logging.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, System.getenv(), System.in, System.out, System.err));
    }

    /**
     * Does what {@code args} ask for.
     *
     * @param environment the environment variables, which come before those of {@code .env}
     * @param out takes data only
     * @param err takes all that a person reads
     * @return the exit code; {@code --help} tells what each one means
     */
    public static int run(
            String[] args, Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
        RunContext context = RunContext.of(environment, in, out, err);
        try (ShutdownHook shutdownHook = new ShutdownHook(context.time()).install()) {
            ExitCode code = run(args, context, shutdownHook);
            out.flush();
            err.flush();
            shutdownHook.exitsWith(code);
            return code.code();
        }
    }

    public static ExitCode run(String[] args, RunContext context, ShutdownHook shutdownHook) {
        try {
            CommandLineOptions options = CommandLineOptions.parse(args);
            if (options.help()) {
                context.out().print(helpText());
                return ExitCode.OK;
            }
            if (options.version()) {
                context.out().println("consumption-job " + version());
                return ExitCode.OK;
            }
            Level level = options.quiet() ? Level.WARN : options.verbose() ? Level.DEBUG : Level.INFO;
            if (options.demo()) {
                Logging.start(level, Settings.isJsonLog(context.variables()), context.err());
                return demo(options, context, shutdownHook);
            }
            Settings settings = settings(options, context);
            Logging.start(level, settings.jsonLog(), context.err());
            return run(new Job(options, settings, context, shutdownHook, version()));
        } catch (UsageException e) {
            for (String problem : e.problems()) {
                context.err().println("consumption-job: " + Escaped.of(problem));
            }
            return ExitCode.USAGE;
        }
    }

    /** The settings; a monitor that waits for the daily run is told that they are wrong, if its own address is not. */
    private static Settings settings(CommandLineOptions options, RunContext context) throws UsageException {
        try {
            return Settings.load(context.variables(), context.directory(), options);
        } catch (UsageException e) {
            if (options.isDailyRun()) {
                Settings.heartbeatUrl(context.variables(), context.directory())
                        .ifPresent(url -> new Heartbeat(url, context.time())
                                .ping(ExitCode.USAGE.ping(true), String.valueOf(e.getMessage())));
            }
            throw e;
        }
    }

    private static ExitCode demo(CommandLineOptions options, RunContext context, ShutdownHook shutdownHook)
            throws UsageException {
        try (SampleApi api = new SampleApi()) {
            Settings settings = Settings.ofDemo(api.url(), SampleApi.EMAIL, SampleApi.PASSWORD);
            ExitCode code = run(new Job(options, settings, context, shutdownHook, version()));
            for (String report : api.stored()) {
                context.out().println(report);
            }
            return code;
        }
    }

    /**
     * What ended a run becomes its exit code here, except wrong options; a run that came to its end has one in its
     * summary.
     */
    private static ExitCode run(Job job) throws UsageException {
        Logger log = LoggerFactory.getLogger(Main.class);
        ExitCode code;
        String text;
        try {
            RunSummary summary = job.run();
            job.pingEnd(summary.ping(), summary.text());
            return summary.exitCode();
        } catch (UsageException e) {
            job.pingEnd(ExitCode.USAGE.ping(true), Escaped.of(String.valueOf(e.getMessage())));
            throw e;
        } catch (ApiException | LedgerException | IOException e) {
            boolean refused = e instanceof ApiException api && api.isRefused();
            code = refused ? ExitCode.REFUSED : ExitCode.NOTHING_SENT;
            text = e.getMessage() + job.wayOut(code);
            log.error(text);
        } catch (RuntimeException | Error e) {
            text = "A bug in this job; please report it";
            code = ExitCode.INTERNAL_ERROR;
            log.error(text, e);
        }
        job.pingEnd(code.ping(true), Escaped.of(text));
        return code;
    }

    private static String helpText() {
        try (InputStream help = Main.class.getResourceAsStream("help.txt")) {
            return new String(help.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the jar is incomplete", e);
        }
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }
}
