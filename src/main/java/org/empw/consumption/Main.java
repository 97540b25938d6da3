package org.empw.consumption;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.cli.CommandLineOptions;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.cli.UsageException;
import org.empw.consumption.console.Logging;
import org.empw.consumption.delivery.JournalException;
import org.empw.consumption.job.DailyJob;
import org.empw.consumption.job.RunContext;
import org.empw.consumption.job.ShutdownHook;
import org.empw.consumption.text.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program: reads its options and settings, does the day's work, and exits. */
public final class Main {

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
        try (ShutdownHook shutdownHook = new ShutdownHook(context.stop()).install()) {
            ExitCode code = run(args, context, shutdownHook);
            out.flush();
            err.flush();
            shutdownHook.exitsWith(code);
            return code.code();
        }
    }

    static ExitCode run(String[] args, RunContext context, ShutdownHook shutdownHook) {
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
            Logging.start(options, false, context);
            return run(options, context, shutdownHook);
        } catch (UsageException e) {
            for (String problem : e.getMessage().split("\n")) {
                context.err().println("consumption-job: " + Printable.of(problem));
            }
            return ExitCode.USAGE;
        }
    }

    /** The one place where what went wrong becomes an exit code. */
    private static ExitCode run(CommandLineOptions options, RunContext context, ShutdownHook shutdownHook)
            throws UsageException {
        Logger log = LoggerFactory.getLogger(Main.class);
        DailyJob job = new DailyJob(options, context, shutdownHook);
        ExitCode code;
        String lastWords = "";
        try {
            code = job.run();
        } catch (JournalException e) {
            lastWords = e.getMessage();
            code = e.isPassing() ? ExitCode.NOTHING_SENT : ExitCode.USAGE;
        } catch (ApiException e) {
            lastWords = e.getMessage() + ". Nothing was sent";
            code = e.kind() == ApiException.Kind.REFUSED ? ExitCode.REFUSED : ExitCode.NOTHING_SENT;
        } catch (IOException e) {
            lastWords = e.getMessage() + ". Nothing was sent";
            code = ExitCode.NOTHING_SENT;
        } catch (UncheckedIOException e) {
            lastWords = e.getMessage() + ". Nothing was sent";
            code = ExitCode.NOTHING_SENT;
        } catch (RuntimeException | Error e) {
            log.error("A fault in this job; please report it", e);
            code = ExitCode.INTERNAL_ERROR;
        }
        if (!lastWords.isEmpty()) {
            log.error(lastWords);
        }
        job.tellHeartbeat(code, code == ExitCode.INTERNAL_ERROR ? "A fault in the job itself; see its log" : lastWords);
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
