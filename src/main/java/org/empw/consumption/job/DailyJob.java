package org.empw.consumption.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.api.JsonWriter;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.cli.CommandLineOptions;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.cli.InputFiles;
import org.empw.consumption.cli.Settings;
import org.empw.consumption.cli.UsageException;
import org.empw.consumption.console.Logging;
import org.empw.consumption.delivery.Delivery;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.delivery.Journal;
import org.empw.consumption.delivery.JournalException;
import org.empw.consumption.delivery.Plan;
import org.empw.consumption.delivery.ReportFile;
import org.empw.consumption.demo.SampleApi;
import org.empw.consumption.http.Heartbeat;
import org.empw.consumption.http.RetryPolicy;
import org.empw.consumption.text.Counted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a run, in their order. Data flows one way: nothing is sent before all of the day was read. */
public final class DailyJob {

    private static final Logger log = LoggerFactory.getLogger(DailyJob.class);

    private final CommandLineOptions options;
    private final RunContext context;
    private final ShutdownHook shutdownHook;
    private final RetryPolicy retryPolicy;
    private final InputFiles files;
    private final long start = System.nanoTime();
    private Optional<Heartbeat> heartbeat = Optional.empty();
    private List<String> summary = List.of();

    public DailyJob(CommandLineOptions options, RunContext context, ShutdownHook shutdownHook) {
        this.options = options;
        this.context = context;
        this.shutdownHook = shutdownHook;
        this.retryPolicy = new RetryPolicy(context.sleeper(), context.clock(), context.jitter());
        this.files = new InputFiles(context.directory(), context.in());
    }

    public ExitCode run() throws UsageException, JournalException, ApiException, IOException {
        if (options.demo()) {
            return demo();
        }
        boolean local = options.markStored().isPresent()
                || options.dryRun() && options.readings().isPresent();
        Settings settings = Settings.load(context.variables(), context.directory(), !local);
        Logging.start(options, settings.jsonLog(), context);
        if (options.markStored().isPresent()) {
            return markStored(settings, options.markStored().get());
        }
        try (Views views = new Views(options, settings.checkSensors(), context.directory())) {
            if (options.dryRun()) {
                return dryRun(settings, views);
            }
            if (options.send().isPresent()) {
                return send(settings, options.send().get());
            }
            return deliverTheDay(settings, views);
        }
    }

    /** To be called with the exit code that the run ends with, and the last that was said if it did not get far. */
    public void tellHeartbeat(ExitCode code, String lastWords) {
        if (heartbeat.isPresent()) {
            heartbeat.get().end(code.code(), summary.isEmpty() ? lastWords : String.join("\n", summary));
        }
    }

    private ExitCode demo() throws UsageException, JournalException, ApiException, IOException {
        try (SampleApi api = new SampleApi();
                Views views = new Views(options, false, context.directory())) {
            ExitCode code = deliverTheDay(Settings.of(api.url(), SampleApi.EMAIL, SampleApi.PASSWORD), views);
            for (String report : api.stored()) {
                context.out().println(report);
            }
            return code;
        }
    }

    private ExitCode dryRun(Settings settings, Views views) throws UsageException, ApiException, IOException {
        ReadingsTally tally;
        if (options.readings().isPresent()) {
            tally = readFile(views);
        } else {
            ApiClient api = connect(settings);
            tally = fetch(api, views);
            views.checkSensors(api);
        }
        List<ConsumptionReport> reports = tally.reports().toList();
        boolean explained = true;
        if (options.explain()) {
            explained = views.printExplanation(context);
        } else {
            JsonWriter.writeLines(reports, false, context.out());
        }
        if (context.out().checkError()) {
            throw new IOException("Not all could be printed: stdout was closed or is full");
        }
        summary = tally.summarize(reports.size(), options.explain() ? "calculated" : "printed", seconds());
        views.writePage(summary);
        return tally.skippedAny() || !explained ? ExitCode.DATA_SKIPPED : ExitCode.OK;
    }

    private ExitCode deliverTheDay(Settings settings, Views views)
            throws UsageException, JournalException, ApiException, IOException {
        try (Journal journal = openJournal(settings)) {
            startHeartbeat(settings);
            ApiClient api = connect(settings);
            ReadingsTally tally = options.readings().isPresent() ? readFile(views) : fetch(api, views);
            List<ConsumptionReport> again = options.includeInDoubt() ? journal.inDoubt() : List.of();
            Plan plan = Plan.of(tally.reports().toList(), again, settings.batchSize(), journal);
            DeliveryResult result = deliver(api, plan, journal);
            List<String> sums = tally.summarize(result.stored(), "delivered", seconds());
            ExitCode code = conclude(sums, settings, result);
            views.checkSensors(api);
            views.writePage(summary);
            return code == ExitCode.OK && tally.skippedAny() ? ExitCode.DATA_SKIPPED : code;
        }
    }

    private ExitCode send(Settings settings, String name) throws UsageException, JournalException, IOException {
        ReportFile file = files.reports("--send", name);
        try (Journal journal = openJournal(settings)) {
            startHeartbeat(settings);
            journal.doubt(file.doubtful());
            List<ConsumptionReport> again = options.includeInDoubt() ? journal.inDoubt(file) : List.of();
            Plan plan = Plan.of(file.unsent(), again, settings.batchSize(), journal);
            DeliveryResult result = deliver(connect(settings), plan, journal);
            String sum = "Summary: " + Counted.of(result.stored(), "report") + " delivered, " + seconds() + " s";
            log.info(sum);
            return conclude(List.of(sum), settings, result);
        }
    }

    private ExitCode markStored(Settings settings, String name) throws UsageException, JournalException, IOException {
        if (settings.journalFile().isEmpty()) {
            throw new UsageException("--mark-stored writes to the journal, but JOURNAL_FILE is not set");
        }
        ReportFile file = files.reports("--mark-stored", name);
        try (Journal journal = openJournal(settings)) {
            journal.settle(file.unsent());
            journal.settle(file.doubtful());
        }
        log.info(
                "The journal now has {} more as stored",
                Counted.of(file.unsent().size() + file.doubtful().size(), "report"));
        return ExitCode.OK;
    }

    private void startHeartbeat(Settings settings) {
        if (settings.heartbeatUrl().isPresent()) {
            heartbeat = Optional.of(new Heartbeat(settings.heartbeatUrl().get()));
            heartbeat.get().start();
        }
    }

    private ApiClient connect(Settings settings) {
        Settings.Api api = settings.api().orElseThrow();
        ApiClient client = context.connector().connect(api.baseUrl(), api.account(), retryPolicy, context.clock());
        shutdownHook.watch(client);
        return client;
    }

    private Journal openJournal(Settings settings) throws JournalException {
        return settings.journalFile().isEmpty()
                ? Journal.none()
                : Journal.open(
                        context.directory().resolve(settings.journalFile().get()), context.clock());
    }

    private ReadingsTally fetch(ApiClient api, Views views) throws ApiException {
        AtomicReference<ReadingsTally> current = new AtomicReference<>(new ReadingsTally(List.of()));
        try (Progress progress =
                context.progress(retryPolicy, () -> current.get().progress())) {
            api.login();
            log.info("Fetching the readings of the previous day");
            ReadingsTally tally = api.readings(() -> {
                current.set(new ReadingsTally(views.observers()));
                return current.get();
            });
            tally.logDay();
            return tally;
        }
    }

    private ReadingsTally readFile(Views views) throws UsageException, IOException {
        ReadingsTally tally = new ReadingsTally(views.observers());
        try (Progress progress = context.progress(retryPolicy, tally::progress)) {
            files.readings(options.readings().orElseThrow(), tally);
            tally.logDay();
            return tally;
        }
    }

    private DeliveryResult deliver(ApiClient api, Plan plan, Journal journal) {
        if (plan.size() > 0) {
            log.info("Delivering {} in {}", Counted.of(plan.size(), "report"), Counted.of(plan.posts(), "request"));
        }
        shutdownHook.delivering();
        Delivery delivery = new Delivery(api, retryPolicy, journal, context.stop()::isRequested);
        try (Progress progress = context.progress(
                retryPolicy,
                () -> "delivering: " + delivery.batchesDone() + " of " + Counted.of(plan.posts(), "request"))) {
            return delivery.deliver(plan);
        }
    }

    private ExitCode conclude(List<String> sums, Settings settings, DeliveryResult result) {
        DeliverySummary deliverySummary =
                new DeliverySummary(result, settings.journalFile().isPresent());
        summary = new ArrayList<>(sums);
        summary.addAll(deliverySummary.sentences());
        deliverySummary.print(context);
        return deliverySummary.exitCode();
    }

    private String seconds() {
        long tenths = (System.nanoTime() - start) / 100_000_000;
        return tenths / 10 + "." + tenths % 10;
    }
}
