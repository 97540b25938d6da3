package org.empw.consumption.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.cli.NamedFiles;
import org.empw.consumption.cli.Settings;
import org.empw.consumption.cli.UsageException;
import org.empw.consumption.delivery.ReportFile;
import org.empw.consumption.delivery.ReportFile.Mark;
import org.empw.consumption.ledger.DatabaseUrl;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.LedgerStatus;
import org.empw.consumption.ledger.SentReport;
import org.empw.consumption.ledger.SqlLedger;
import org.empw.consumption.text.Plural;
import org.empw.consumption.text.TruncatedList;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What can be done with the ledger besides running the job: {@code --status} and {@code --mark-stored}. */
record LedgerCommands(RunContext context, Settings settings) {
    private static final Logger log = LoggerFactory.getLogger(LedgerCommands.class);

    /** Someone waits at the terminal. A run that has the ledger for longer than this will have it much longer. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private DatabaseUrl url() {
        return settings.databaseUrl().orElseThrow();
    }

    private RetryPolicy retryPolicy() {
        Duration wait = settings.maxWait().compareTo(MAX_WAIT) < 0 ? settings.maxWait() : MAX_WAIT;
        return new RetryPolicy(wait, context.time(), context.jitter());
    }

    /** Shows what the ledger knows, and prints what is not stored. */
    ExitCode status() throws LedgerException, IOException {
        LedgerStatus status = LedgerStatus.read(url(), settings.apiAddress(), retryPolicy());
        show("The ledger " + url() + " on reports to " + settings.apiAddress() + ":", Map.of());
        if (status.counts().isEmpty()) {
            boolean isMissing = url().file().filter(file -> !Files.exists(file)).isPresent();
            show("  none yet" + (isMissing ? "; there is no such file" : ""), Map.of("reports", 0));
        }
        for (LedgerStatus.Count count : status.counts()) {
            show(
                    "  " + count.date() + "  " + Plural.of(count.reports(), "report") + " "
                            + count.state().text().replace('_', ' '),
                    Map.of(
                            "date", count.date(),
                            "reports", count.reports(),
                            "state", count.state().text()));
        }
        for (String other : status.otherApis()) {
            show(
                    "  It also has reports that are unsent or in doubt for another API: " + other,
                    Map.of("other_api", other));
        }
        if (status.inUse().isPresent()) {
            log.error(
                    "{}: look again when it is not. Until then, what is on its way is in doubt, too",
                    status.inUse().get());
            return ExitCode.NOTHING_SENT;
        }
        List<SentReport> unsent = SentReport.unsent(SentReport.reports(status.unsent()));
        ReportFile.write(unsent, Mark.UNSENT, context.out());
        ReportFile.write(status.inDoubt(), Mark.IN_DOUBT, context.out());
        context.failIfNotPrinted();
        return ExitCode.OK;
    }

    /** Shows a line of the status: to a person even if only warnings are to be shown, because it was asked for. */
    private void show(String line, Map<String, Object> data) {
        if (!settings.jsonLog()) {
            context.err().println(line);
            return;
        }
        LoggingEventBuilder event = log.atInfo();
        for (Map.Entry<String, Object> entry : new TreeMap<>(data).entrySet()) {
            event = event.addKeyValue(entry.getKey(), entry.getValue());
        }
        event.log(line.strip());
    }

    /** Notes that the API has the reports in a file, except those that it certainly does not have. */
    ExitCode markStored(String name) throws UsageException, LedgerException {
        List<ConsumptionReport> reports =
                readReports("--mark-stored", name, context.files()).all();
        List<ConsumptionReport> unsent;
        try (SqlLedger ledger =
                SqlLedger.open(url(), settings.apiAddress(), retryPolicy(), settings.countOvernight())) {
            unsent = ledger.markStored(reports);
        }
        log.info("The ledger now has {} of the file as stored", Plural.of(reports.size() - unsent.size(), "report"));
        if (unsent.isEmpty()) {
            return ExitCode.OK;
        }
        TruncatedList names = new TruncatedList();
        unsent.forEach(report -> names.add(report.sensorId(), report.date().toString()));
        log.warn(
                "{} left as unsent, because the API certainly does not have what was not sent: {}",
                Plural.are(unsent.size(), "report"),
                names);
        return ExitCode.DATA_SKIPPED;
    }

    /** Reads the reports in the file that {@code option} names. */
    static ReportFile readReports(String option, String name, NamedFiles files) throws UsageException {
        try (InputStream in = files.open(option, name)) {
            ReportFile file = ReportFile.read(in);
            if (file.all().isEmpty()) {
                log.warn("{} {} holds no reports", option, name);
            }
            if (file.passedOver() > 0) {
                log.info("{} {}: passed over {} without a report", option, name, Plural.of(file.passedOver(), "line"));
            }
            return file;
        } catch (IOException e) {
            throw new UsageException(option + " " + name + " cannot be used: " + e.getMessage());
        }
    }
}
