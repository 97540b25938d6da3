package org.empw.consumption.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.cli.NamedFiles;
import org.empw.consumption.cli.Settings;
import org.empw.consumption.cli.UsageException;
import org.empw.consumption.delivery.ReportFile;
import org.empw.consumption.ledger.DatabaseUrl;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.LedgerStatus;
import org.empw.consumption.ledger.SqlLedger;
import org.empw.consumption.text.Plural;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What a person does with the ledger besides running the job: {@code --status} and {@code --mark-stored}. */
record LedgerCommands(RunContext context, DatabaseUrl url, String api, boolean jsonLog) {
    private static final Logger log = LoggerFactory.getLogger(LedgerCommands.class);

    LedgerCommands(RunContext context, Settings settings) {
        this(
                context,
                settings.databaseUrl().orElseThrow(),
                settings.apiBaseUrl().orElseThrow().toString(),
                settings.jsonLog());
    }

    /** Shows what the ledger knows, and prints what is not stored. */
    void status() throws LedgerException, IOException {
        LedgerStatus status = LedgerStatus.read(url, api);
        show("The ledger " + url + " on reports to " + api + ":", Map.of());
        if (status.counts().isEmpty()) {
            show("  none yet", Map.of("reports", 0));
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
        ReportFile.write(status.unsent(), false, context.out());
        ReportFile.write(status.inDoubt(), true, context.out());
        context.failIfNotPrinted();
    }

    /** Shows a line of the status: to a person even if only warnings are to be shown, for it is what was asked for. */
    private void show(String line, Map<String, Object> data) {
        if (!jsonLog) {
            context.err().println(line);
            return;
        }
        LoggingEventBuilder event = log.atInfo();
        for (Map.Entry<String, Object> entry : new TreeMap<>(data).entrySet()) {
            event = event.addKeyValue(entry.getKey(), entry.getValue());
        }
        event.log(line.strip());
    }

    /** Notes that the API has the reports in a file. */
    void markStored(String name) throws UsageException, LedgerException {
        List<ConsumptionReport> reports = readReports(
                        "--mark-stored", name, new NamedFiles(context.directory(), context.in()))
                .all();
        try (SqlLedger ledger = SqlLedger.open(url, api, context.time())) {
            ledger.markStored(reports);
        }
        log.info("The ledger now has {} of the file as stored", Plural.of(reports.size(), "report"));
    }

    /** Reads the reports in the file that {@code option} names. */
    static ReportFile readReports(String option, String name, NamedFiles files) throws UsageException {
        try (InputStream in = files.open(option, name)) {
            ReportFile file = ReportFile.read(in);
            if (file.all().isEmpty()) {
                log.warn("{} {} holds no reports", option, name);
            }
            return file;
        } catch (ReportFile.InvalidException | IOException e) {
            throw new UsageException(option + " " + name + " cannot be used: " + e.getMessage());
        }
    }
}
