package org.empw.consumption;

import java.io.IOException;
import java.util.List;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.api.JsonWriter;
import org.empw.consumption.api.Patience;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.delivery.Delivery;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.delivery.Journal;
import org.empw.consumption.delivery.JournalException;
import org.empw.consumption.delivery.Plan;
import org.empw.consumption.delivery.ReportFile;
import org.empw.consumption.demo.SampleApi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a run, in their order. Data flows one way: nothing is sent before all of the day was read. */
final class DailyJob {

  private static final Logger log = LoggerFactory.getLogger(DailyJob.class);

  private final Options options;
  private final Surroundings surroundings;
  private final Termination termination;
  private final Patience patience;
  private final InputFiles files;
  private final long start = System.nanoTime();

  DailyJob(Options options, Surroundings surroundings, Termination termination) {
    this.options = options;
    this.surroundings = surroundings;
    this.termination = termination;
    this.patience = new Patience(surroundings.sleeper(), surroundings.clock(), surroundings.jitter());
    this.files = new InputFiles(surroundings.directory(), surroundings.in());
  }

  ExitCode run() throws UsageException, JournalException, ApiException, IOException {
    if (options.demo()) {
      return demo();
    }
    boolean local = options.markStored().isPresent() || options.dryRun() && options.readings().isPresent();
    Settings settings = Settings.load(surroundings.variables(), surroundings.directory(), !local);
    if (options.markStored().isPresent()) {
      return markStored(settings, options.markStored().get());
    }
    if (options.dryRun()) {
      return dryRun(settings);
    }
    return options.send().isPresent() ? send(settings, options.send().get()) : deliverTheDay(settings);
  }

  private ExitCode demo() throws UsageException, JournalException, ApiException, IOException {
    try (SampleApi api = new SampleApi()) {
      ExitCode code = deliverTheDay(Settings.of(api.url(), SampleApi.EMAIL, SampleApi.PASSWORD));
      for (String report : api.stored()) {
        surroundings.out().println(report);
      }
      return code;
    }
  }

  private ExitCode dryRun(Settings settings) throws UsageException, ApiException, IOException {
    ReadingsTally tally = options.readings().isPresent() ? readFile() : fetch(connect(settings));
    List<ConsumptionReport> reports = tally.reports().toList();
    JsonWriter.writeLines(reports, false, surroundings.out());
    if (surroundings.out().checkError()) {
      throw new IOException("Not all reports could be printed: stdout was closed or is full");
    }
    tally.logSummary("printed", reports.size(), seconds());
    return tally.leftSomethingOut() ? ExitCode.DATA_LEFT_OUT : ExitCode.OK;
  }

  private ExitCode deliverTheDay(Settings settings)
      throws UsageException, JournalException, ApiException, IOException {
    try (Journal journal = openJournal(settings)) {
      ApiClient api = connect(settings);
      ReadingsTally tally = options.readings().isPresent() ? readFile() : fetch(api);
      Plan plan = Plan.of(
          tally.reports().toList(), List.of(), options.includeDoubtful(), settings.batchSize(), journal);
      DeliveryResult result = deliver(api, plan, journal);
      tally.logSummary("delivered", result.stored(), seconds());
      ExitCode code = conclude(settings, result);
      return code == ExitCode.OK && tally.leftSomethingOut() ? ExitCode.DATA_LEFT_OUT : code;
    }
  }

  private ExitCode send(Settings settings, String name) throws UsageException, JournalException {
    ReportFile file = files.reports("--send", name);
    try (Journal journal = openJournal(settings)) {
      Plan plan = Plan.of(
          file.unsent(), file.doubtful(), options.includeDoubtful(), settings.batchSize(), journal);
      DeliveryResult result = deliver(connect(settings), plan, journal);
      log.info("Summary: {} reports delivered, {} s", result.stored(), seconds());
      return conclude(settings, result);
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
    log.info("The journal now has {} reports more as stored", file.unsent().size() + file.doubtful().size());
    return ExitCode.OK;
  }

  private ApiClient connect(Settings settings) {
    Settings.Api api = settings.api().orElseThrow();
    ApiClient client =
        surroundings.connector().connect(api.baseUrl(), api.account(), patience, surroundings.clock());
    termination.watch(client);
    return client;
  }

  private Journal openJournal(Settings settings) throws JournalException {
    return settings.journalFile().isEmpty()
        ? Journal.none()
        : Journal.open(surroundings.directory().resolve(settings.journalFile().get()), surroundings.clock());
  }

  private ReadingsTally fetch(ApiClient api) throws ApiException {
    api.login();
    log.info("Fetching the readings of the previous day");
    ReadingsTally tally = api.readings(ReadingsTally::new);
    tally.logDay();
    return tally;
  }

  private ReadingsTally readFile() throws UsageException, IOException {
    ReadingsTally tally = new ReadingsTally();
    files.readings(options.readings().orElseThrow(), tally);
    tally.logDay();
    return tally;
  }

  private DeliveryResult deliver(ApiClient api, Plan plan, Journal journal) {
    if (plan.size() > 0) {
      log.info("Delivering {} reports in {} requests", plan.size(), plan.posts());
    }
    return new Delivery(api, patience, journal, surroundings.stop()::isRequested).deliver(plan);
  }

  private ExitCode conclude(Settings settings, DeliveryResult result) {
    Conclusion conclusion = new Conclusion(result, settings.journalFile().isPresent());
    conclusion.print(surroundings);
    return conclusion.exitCode();
  }

  private String seconds() {
    long tenths = (System.nanoTime() - start) / 100_000_000;
    return tenths / 10 + "." + tenths % 10;
  }
}
