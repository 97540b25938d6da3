package org.empw.consumption.job;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.empw.consumption.api.Account;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.cli.CommandLineOptions;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.cli.Settings;
import org.empw.consumption.cli.UsageException;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.delivery.ReportFile;
import org.empw.consumption.delivery.ReportFile.Mark;
import org.empw.consumption.http.Heartbeat;
import org.empw.consumption.job.RunSummary.Outcome;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.SentReport;
import org.empw.consumption.text.Figure;
import org.empw.consumption.text.Redactor;
import org.empw.consumption.view.Page;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a run, in their order. Data flows one way: nothing is sent before all of the day was read. */
public final class Job {
    private static final Logger log = LoggerFactory.getLogger(Job.class);

    private final CommandLineOptions options;
    private final Settings settings;
    private final RunContext context;
    private final ShutdownHook shutdownHook;
    private final RetryPolicy retryPolicy;
    private final DaysBefore daysBefore;
    private final ReadingsStep readings;
    private final DeliveryStep delivery;
    private final long start = System.nanoTime();
    private Optional<Heartbeat> heartbeat = Optional.empty();

    /**
     * @param version of the program, for the page
     */
    public Job(
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
        Page.Generator generator = new Page.Generator(version, context.time().instant());
        this.daysBefore = new DaysBefore(context, settings);
        this.readings = new ReadingsStep(options, context, retryPolicy, generator, daysBefore);
        this.delivery = new DeliveryStep(
                context, settings, retryPolicy, shutdownHook, options.send().isEmpty());
        Redactor.add(settings.adminPassword());
        settings.databaseUrl().ifPresent(url -> url.secrets().forEach(Redactor::add));
    }

    /** Does what the options ask for. */
    public RunSummary run() throws UsageException, ApiException, LedgerException, IOException {
        if (options.isDailyRun()) {
            heartbeat = settings.heartbeatUrl().map(url -> new Heartbeat(url, context.time()));
        }
        context.files().checkOutputs(options);
        log.info("Settings: {}", settings.origin());
        settings.warnings().forEach(log::warn);
        if (!settings.unknown().isEmpty()) {
            log.warn(
                    "In .env, these lines are not settings of this job and have no effect: {}",
                    String.join(", ", settings.unknown()));
        }
        if (options.status()) {
            return RunSummary.of(new LedgerCommands(context, settings).status());
        }
        if (options.markStored().isPresent()) {
            return RunSummary.of(new LedgerCommands(context, settings)
                    .markStored(options.markStored().get()));
        }
        if (options.send().isPresent()) {
            return send(options.send().get());
        }
        heartbeat.ifPresent(monitor -> monitor.ping("start", ""));
        return options.dryRun() ? dryRun() : deliverTheDay();
    }

    /** What it means for the reports that it failed before the delivery, as the end of a sentence. */
    public String wayOut(ExitCode code) {
        if (!options.delivers()) {
            return "";
        }
        boolean isDayLeft = options.isDailyRun() && code == ExitCode.NOTHING_SENT;
        return ". Nothing was sent"
                + (isDayLeft ? "; run the job again before 21:00 UTC, while the API has the day" : "");
    }

    /** Tells the monitor how the run ended, if one waits for it; {@code ping} is as {@link ExitCode#ping} has it. */
    public void pingEnd(String ping, String text) {
        try {
            heartbeat.ifPresent(monitor -> monitor.ping(ping, text));
        } catch (RuntimeException | Error e) {
            log.error("The monitor could not be told how the run ended", e);
        }
    }

    private RunSummary dryRun() throws UsageException, ApiException, IOException {
        Optional<ApiClient> client = options.readings().isPresent() ? Optional.empty() : Optional.of(newClient());
        DayProcessor day = readings.get(client);
        SensorCheck check = client.isPresent() ? checkSensors(client.get(), day) : SensorCheck.NONE;
        List<ConsumptionReport> reports = check.keepRegistered(day.reports());
        boolean explained = true;
        if (options.explain()) {
            explained = day.isEmpty() || day.views().printExplanation(context, day.readingTimes());
        } else {
            ReportFile.write(SentReport.unsent(reports), Mark.UNSENT, context.out());
        }
        context.failIfNotPrinted();
        daysBefore.nightUnknown().ifPresent(log::error);
        Figure done = Figure.of(reports.size(), "report", options.explain() ? "calculated" : "printed");
        ExitCode code = daysBefore.nightUnknown().isPresent()
                ? ExitCode.NOTHING_SENT
                : explained ? ExitCode.OK : ExitCode.DATA_SKIPPED;
        RunSummary summary = summary(
                day,
                check,
                new Outcome(
                        code,
                        true,
                        List.of(done),
                        daysBefore.nightUnknown().stream().toList()));
        writePage(day, summary, List.of(), List.of());
        return summary;
    }

    private RunSummary deliverTheDay() throws UsageException, ApiException, IOException {
        ApiClient api = newClient();
        DayProcessor day = readings.get(Optional.of(api));
        SensorCheck check = checkSensors(api, day);
        List<ConsumptionReport> reports = check.keepRegistered(day.reports());
        DeliverySummary delivered = daysBefore.nightUnknown().isEmpty()
                ? delivery.deliverDay(
                        api,
                        day,
                        reports,
                        check::keepLeftover,
                        options.readings().isPresent())
                : delivery.printDay(reports, daysBefore.nightUnknown().get());
        return end(day, check, delivered);
    }

    private RunSummary send(String name) throws UsageException {
        ReportFile file = LedgerCommands.readReports("--send", name, context.files());
        ApiClient api = newClient();
        SensorCheck check =
                settings.checkSensors() ? SensorCheck.ask(api, Set.of(), Optional.empty()) : SensorCheck.NONE;
        Set<ConsumptionReport.Key> registered = ConsumptionReport.keys(check.keepRegistered(file.all()));
        DeliverySummary delivered = delivery.deliverFile(api, file.only(registered), options.includeInDoubt());
        return RunSummary.of(readings.none(), check, DayTrust.TRUSTED, delivered.outcome(), seconds());
    }

    /** The reports' outcome is printed by now. It decides the exit code, whatever fails in here. */
    private RunSummary end(DayProcessor day, SensorCheck check, DeliverySummary delivered) {
        RunSummary summary = RunSummary.of(delivered.exitCode());
        try {
            check.nameLeftBehind();
            summary = summary(day, check, delivered.outcome());
            shutdownHook.exitsWith(summary.exitCode());
            DeliveryResult result = delivered.result();
            writePage(day, summary, result.unsent(), result.inDoubt());
        } catch (RuntimeException | Error e) {
            log.error("A bug in this job after the delivery, which changes nothing about it; please report it", e);
        }
        return summary;
    }

    private RunSummary summary(DayProcessor day, SensorCheck check, Outcome outcome) {
        return RunSummary.of(day, check, DayTrust.of(day, daysBefore, check), outcome, seconds());
    }

    private double seconds() {
        return Math.floor((System.nanoTime() - start) / 1e8) / 10;
    }

    private void writePage(DayProcessor day, RunSummary summary, List<SentReport> unsent, List<SentReport> inDoubt) {
        if (options.page().isEmpty()) {
            return;
        }
        Page.RunOutcome outcome = new Page.RunOutcome(
                summary.dayFigures(),
                summary.findings(),
                summary.problems(),
                ConsumptionReport.keys(SentReport.reports(unsent)),
                ConsumptionReport.keys(SentReport.reports(inDoubt)));
        day.views().writePage(context.files(), outcome, day.readingTimes());
    }

    private ApiClient newClient() {
        Account account = new Account(settings.adminEmail(), settings.adminPassword());
        ApiClient client = context.connector().newClient(settings.apiBaseUrl().orElseThrow(), account, retryPolicy);
        shutdownHook.watch(client);
        return client;
    }

    private SensorCheck checkSensors(ApiClient api, DayProcessor day) {
        if (!settings.checkSensors()) {
            return SensorCheck.NONE;
        }
        SensorCheck check;
        try (Progress progress = context.progress(retryPolicy, () -> "asking for the registered sensors")) {
            check = SensorCheck.ask(api, day.sensorsSeen(), options.explainedSensor());
        }
        check.findMissing(day.sensorsSeen());
        return check;
    }
}
