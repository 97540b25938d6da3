package org.empw.consumption.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.empw.consumption.api.Account;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.cli.CommandLineOptions;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.cli.NamedFiles;
import org.empw.consumption.cli.Settings;
import org.empw.consumption.cli.UsageException;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.delivery.ReportFile;
import org.empw.consumption.http.Heartbeat;
import org.empw.consumption.text.Redactor;
import org.empw.consumption.view.Page;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a run, in their order. Data flows one way: nothing is sent before all of the day was read. */
public final class DailyJob {
    private static final Logger log = LoggerFactory.getLogger(DailyJob.class);

    private final CommandLineOptions options;
    private final Settings settings;
    private final RunContext context;
    private final ShutdownHook shutdownHook;
    private final RetryPolicy retryPolicy;
    private final NamedFiles files;
    private final DayViews views;
    private final ReadingsStep readings;
    private final long start = System.nanoTime();
    private Optional<Heartbeat> heartbeat = Optional.empty();
    private final List<String> summary = new ArrayList<>();
    private boolean leftToAnotherRun;

    /**
     * @param version of the program, for the page
     */
    public DailyJob(
            CommandLineOptions options,
            Settings settings,
            RunContext context,
            ShutdownHook shutdownHook,
            String version) {
        this.options = options;
        this.settings = settings;
        this.context = context;
        this.shutdownHook = shutdownHook;
        this.retryPolicy = new RetryPolicy(settings.maxWait(), context.time(), context.jitter());
        this.files = new NamedFiles(context.directory(), context.in());
        this.views = new DayViews(
                options, files, new Page.Origin(version, context.time().instant()));
        this.readings = new ReadingsStep(context, retryPolicy, files, views.observers());
        Redactor.add(settings.adminPassword());
        settings.databaseUrl().ifPresent(url -> url.secrets().forEach(Redactor::add));
    }

    /** Does what the options ask for. */
    public ExitCode run() throws UsageException, ApiException, IOException {
        log.info("Settings: {}", settings.origin());
        if (!settings.unknown().isEmpty()) {
            log.warn(
                    "In .env, these are not settings of this job and have no effect: {}",
                    String.join(", ", settings.unknown()));
        }
        if (options.status()) {
            return new LedgerCommands(context, settings).status();
        }
        if (options.markStored().isPresent()) {
            return new LedgerCommands(context, settings)
                    .markStored(options.markStored().get());
        }
        if (options.send().isPresent()) {
            return send(options.send().get());
        }
        if (options.isDailyRun() && settings.heartbeatUrl().isPresent()) {
            heartbeat = Optional.of(new Heartbeat(settings.heartbeatUrl().get(), context.time()));
            heartbeat.get().ping("start", "");
        }
        return options.dryRun() ? dryRun() : deliverTheDay();
    }

    /**
     * Tells the monitor how the run ends.
     *
     * @param lastWords the last that was said, where the run did not get far enough for a summary
     */
    public void endHeartbeat(ExitCode code, String lastWords) {
        if (heartbeat.isPresent()) {
            // Skipped data must not keep the check down and hide a real failure; another run is none.
            boolean fine = code == ExitCode.OK || code == ExitCode.DATA_SKIPPED;
            String what = leftToAnotherRun ? "log" : String.valueOf(fine ? 0 : code.code());
            heartbeat.get().ping(what, summary.isEmpty() ? lastWords : String.join("\n", summary));
        }
    }

    private ExitCode dryRun() throws UsageException, ApiException, IOException {
        DayProcessor day;
        SensorCheck check = SensorCheck.NONE;
        if (options.readings().isPresent()) {
            day = readings.readFile(options.readings().get());
        } else {
            ApiClient api = connect();
            day = readings.fetch(api);
            check = checkSensors(api, day);
        }
        List<ConsumptionReport> reports = check.keepRegistered(day.reports());
        boolean explained = true;
        if (options.explain()) {
            explained = views.printExplanation(context, day.statistics().isEmpty());
        } else {
            ReportFile.write(reports, false, context.out());
        }
        context.failIfNotPrinted();
        List<String> figures =
                summarize(day, check, Map.of(options.explain() ? "calculated" : "printed", reports.size()));
        views.writePage(new Page.Ending(figures, List.of(), Set.of(), Set.of()));
        return explained ? orSkipped(ExitCode.OK, day, check) : ExitCode.DATA_SKIPPED;
    }

    /** {@code code}, unless the run ended well, but some data was missing or could not be used. */
    private static ExitCode orSkipped(ExitCode code, DayProcessor day, SensorCheck check) {
        boolean complete = !day.statistics().skippedAny() && check.findings().isEmpty();
        return code == ExitCode.OK && !complete ? ExitCode.DATA_SKIPPED : code;
    }

    private ExitCode deliverTheDay() throws UsageException, ApiException, IOException {
        ApiClient api = connect();
        DayProcessor day = options.readings().isPresent()
                ? readings.readFile(options.readings().get())
                : readings.fetch(api);
        SensorCheck check = checkSensors(api, day);
        DeliverySummary delivered = deliver(
                api,
                DeliveryStep.Order.ofDay(
                        check.keepRegistered(day.reports()),
                        check::keepLeftover,
                        options.readings().isPresent()));
        check.nameLeftBehind();
        List<String> figures = summarize(day, check, delivered.counts());
        ExitCode code = end(delivered);
        DeliveryResult result = delivered.result();
        views.writePage(new Page.Ending(
                figures,
                delivered.sentences(),
                ConsumptionReport.keys(result.unsent()),
                ConsumptionReport.keys(result.inDoubt())));
        return orSkipped(code, day, check);
    }

    private ExitCode send(String name) throws UsageException, IOException {
        ReportFile file = LedgerCommands.readReports("--send", name, files);
        ApiClient api = connect();
        SensorCheck check = settings.checkSensors() ? SensorCheck.ask(api, file.sensors()) : SensorCheck.NONE;
        DeliverySummary delivered = deliver(
                api,
                DeliveryStep.Order.ofFile(
                        check.keepRegistered(file.unsent()),
                        check.keepRegistered(file.inDoubt()),
                        options.includeInDoubt()));
        DayProcessor noDay = new DayProcessor(List.of());
        summarize(noDay, check, delivered.counts());
        return orSkipped(end(delivered), noDay, check);
    }

    private DeliverySummary deliver(ApiClient api, DeliveryStep.Order order) {
        return new DeliveryStep(context, settings, retryPolicy, shutdownHook).deliver(api, order);
    }

    private ExitCode end(DeliverySummary delivered) throws IOException {
        leftToAnotherRun = delivered.leftToAnotherRun();
        summary.addAll(delivered.sentences());
        delivered.print(context);
        return delivered.exitCode();
    }

    /** Says what the run came to, and returns it for the page, which names each sensor itself. */
    private List<String> summarize(DayProcessor day, SensorCheck check, Map<String, Integer> done) {
        long tenths = (System.nanoTime() - start) / 100_000_000;
        List<String> figures = new ArrayList<>(day.statistics().summarize(done, tenths / 10.0));
        figures.addAll(check.findings());
        figures.addAll(day.skippedSensors());
        summary.addAll(figures);
        summary.addAll(day.warnings());
        return figures;
    }

    private ApiClient connect() {
        Account account = new Account(settings.adminEmail(), settings.adminPassword());
        ApiClient client =
                context.connector().connect(settings.apiBaseUrl().orElseThrow(), account, retryPolicy, context.time());
        shutdownHook.watch(client);
        return client;
    }

    private SensorCheck checkSensors(ApiClient api, DayProcessor day) {
        if (!settings.checkSensors() || day.heard().isEmpty()) {
            return SensorCheck.NONE;
        }
        SensorCheck check = SensorCheck.ask(api, day.heard());
        check.findSilent(day.heard());
        return check;
    }
}
