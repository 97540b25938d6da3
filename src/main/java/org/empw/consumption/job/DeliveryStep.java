package org.empw.consumption.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.cli.Settings;
import org.empw.consumption.delivery.Delivery;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.delivery.ReportFile;
import org.empw.consumption.ledger.Ledger;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.NoLedger;
import org.empw.consumption.ledger.Plan;
import org.empw.consumption.ledger.SentReport;
import org.empw.consumption.ledger.SqlLedger;
import org.empw.consumption.text.Plural;
import org.empw.consumption.text.TruncatedList;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last step of a run: opens the ledger, plans, and delivers. Whatever happens, each report is accounted for. */
record DeliveryStep(RunContext context, Settings settings, RetryPolicy retryPolicy, ShutdownHook shutdownHook) {
    private static final Logger log = LoggerFactory.getLogger(DeliveryStep.class);

    private static final int MIN_BATCH_SIZE = 25;
    private static final int POSTS = 80;

    /** What a delivery asks of the ledger before it begins. */
    private interface Planning {
        Plan plan(Ledger ledger) throws LedgerException;
    }

    /** Delivers a day from the API, and those leftovers of earlier runs that pass. */
    DeliverySummary deliverDay(ApiClient api, List<ConsumptionReport> reports, Predicate<ConsumptionReport> leftovers) {
        return deliver(
                api,
                SentReport.unsent(reports),
                List.of(),
                ledger -> compared(ledger.plan(reports, leftovers, this::batchSize), reports));
    }

    /** Delivers a day of readings from a file, which may be old, and those leftovers of earlier runs that pass. */
    DeliverySummary deliverOldDay(
            ApiClient api, List<ConsumptionReport> reports, Predicate<ConsumptionReport> leftovers) {
        List<SentReport> unsent = SentReport.unsent(reports);
        return deliver(
                api,
                unsent,
                List.of(),
                ledger -> compared(ledger.planFile(unsent, List.of(), false, leftovers, this::batchSize), reports));
    }

    /** Delivers the reports in a file, and no others; those in doubt too, if a person looked and wants it. */
    DeliverySummary deliverFile(ApiClient api, ReportFile file, boolean includeInDoubt) {
        return deliver(api, file.unsent(), file.inDoubt(), ledger -> {
            Plan plan =
                    ledger.planFile(file.unsent(), file.inDoubt(), includeInDoubt, leftover -> false, this::batchSize);
            List<ConsumptionReport> all = file.all();
            return compared(plan.withDoubtsAmong(all), SentReport.reports(file.unsent()));
        });
    }

    private DeliverySummary deliver(
            ApiClient api, List<SentReport> unsent, List<SentReport> inDoubt, Planning planning) {
        shutdownHook.delivering();
        DeliverySummary summary;
        try (Ledger ledger = openLedger()) {
            summary = deliver(api, ledger, planning.plan(ledger));
            ledger.purge();
        } catch (LedgerException e) {
            summary = summary(DeliveryResult.nothingSent(unsent, inDoubt, e.getMessage() + ". Nothing was sent"));
            summary.print(context);
        }
        return summary;
    }

    private DeliverySummary summary(DeliveryResult result) {
        return new DeliverySummary(result, settings.databaseUrl().isPresent());
    }

    private Ledger openLedger() throws LedgerException {
        if (settings.databaseUrl().isEmpty()) {
            log.info("DATABASE_URL is not set: there is no ledger, and a second run of the day would send all again");
            return new NoLedger();
        }
        String apiAddress = settings.apiBaseUrl().orElseThrow().toString();
        return SqlLedger.open(settings.databaseUrl().get(), apiAddress, retryPolicy);
    }

    /** The plan, after a warning of what is stored with another number. */
    private static Plan compared(Plan plan, List<ConsumptionReport> reports) {
        warnOfOtherNumbers(plan.stored(), reports);
        return plan;
    }

    /**
     * How many of {@code reports} in all go into one POST. A doubt costs a person one look for each report of a batch, so
     * batches are as small as the API's 100 requests in five minutes allow: about 80 POSTs a run.
     */
    private int batchSize(int reports) {
        int usual = Math.min(Settings.MAX_BATCH_SIZE, Math.max(MIN_BATCH_SIZE, (reports + POSTS - 1) / POSTS));
        return settings.batchSize().orElse(usual);
    }

    private static void warnOfOtherNumbers(List<ConsumptionReport> stored, List<ConsumptionReport> reports) {
        Map<ConsumptionReport.Key, ConsumptionReport> known = new HashMap<>();
        stored.forEach(report -> known.put(report.key(), report));
        TruncatedList changed = new TruncatedList();
        for (int i = 0; i < reports.size() && !known.isEmpty(); i++) {
            ConsumptionReport now = reports.get(i);
            ConsumptionReport sent = known.get(now.key());
            if (sent != null && sent.consumption().compareTo(now.consumption()) != 0) {
                changed.add(
                        now.sensorId(),
                        "stored as " + sent.consumption().toPlainString() + ", now "
                                + now.consumption().toPlainString());
            }
        }
        if (changed.count() > 0) {
            log.warn(
                    "{} stored with another number than now, which the API keeps: {}",
                    Plural.are(changed.count(), "report"),
                    changed);
        }
    }

    private DeliverySummary deliver(ApiClient api, Ledger ledger, Plan plan) {
        int posts = plan.batches().size();
        if (posts > 0) {
            log.info("Delivering {} in {}", Plural.of(plan.size(), "report"), Plural.of(posts, "request"));
        }
        Delivery delivery = new Delivery(api, retryPolicy, ledger, context.time()::isStopped);
        AtomicBoolean isTold = new AtomicBoolean();
        shutdownHook.tellIfTooLate(() -> {
            if (isTold.compareAndSet(false, true)) {
                DeliverySummary soFar =
                        summary(delivery.resultSoFar(plan, "the run was told to stop, and the ledger did not answer"));
                soFar.print(context);
                return Optional.of(soFar.exitCode());
            }
            return Optional.empty();
        });
        try (Progress progress = context.progress(
                retryPolicy, () -> "delivering: " + delivery.batchesDone() + " of " + Plural.of(posts, "request"))) {
            DeliverySummary summary = summary(delivery.deliver(plan));
            // Before anything else can fail: nothing may take away what the run knows.
            if (isTold.compareAndSet(false, true)) {
                summary.print(context);
            }
            return summary;
        }
    }
}
