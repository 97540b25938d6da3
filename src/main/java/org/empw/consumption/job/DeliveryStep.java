package org.empw.consumption.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.cli.Settings;
import org.empw.consumption.delivery.Delivery;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.delivery.ReportFile;
import org.empw.consumption.ledger.Ledger;
import org.empw.consumption.ledger.Ledger.LastReadingOf;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.NoLedger;
import org.empw.consumption.ledger.Plan;
import org.empw.consumption.ledger.PlanOptions;
import org.empw.consumption.ledger.SentReport;
import org.empw.consumption.ledger.SqlLedger;
import org.empw.consumption.text.Plural;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last step of a run: opens the ledger, plans, and delivers. Whatever happens, each report is accounted for.
 *
 * @param isDay whether the reports are those of a day, which a new run would make again
 */
record DeliveryStep(
        RunContext context, Settings settings, RetryPolicy retryPolicy, ShutdownHook shutdownHook, boolean isDay) {
    private static final Logger log = LoggerFactory.getLogger(DeliveryStep.class);

    private static final int MIN_BATCH_SIZE = 25;
    private static final int POSTS = 80;

    private static final String TOO_LATE = "the run was told to stop, and the ledger did not answer";

    /** What a delivery asks of the ledger before it begins. */
    private interface Planning {
        Plan plan(Ledger ledger) throws LedgerException;
    }

    /**
     * Delivers reports of a day, and those leftovers of earlier runs that pass.
     *
     * @param fromFile whether the day comes from a file, which may be old
     */
    DeliverySummary deliverDay(
            ApiClient api,
            DayProcessor day,
            List<ConsumptionReport> reports,
            Predicate<ConsumptionReport> leftovers,
            boolean fromFile) {
        PlanOptions planOptions = new PlanOptions(day.nights()::base, leftovers, this::batchSize);
        return planAndSend(api, reason -> nothingSent(reports, reason), List.of(), ledger -> {
            Plan plan = fromFile
                    ? ledger.planFile(SentReport.unsent(reports), List.of(), false, planOptions)
                    : ledger.plan(reports, planOptions);
            OtherNumbers.warn(plan.stored(), reports, day.nights()::overnight);
            return plan;
        });
    }

    /** Prints a day that is not to be delivered. */
    DeliverySummary printDay(List<ConsumptionReport> reports, String reason) {
        return new SummaryPrinter(context).print(summary(nothingSent(reports, reason), 0));
    }

    /** Delivers the reports in a file, and no others; those in doubt too, if someone looked and wants it. */
    DeliverySummary deliverFile(ApiClient api, ReportFile file, boolean includeInDoubt) {
        if (!file.stored().isEmpty()) {
            log.warn(
                    "{} marked stored in the file, and so not sent; note them with --mark-stored",
                    Plural.are(file.stored().size(), "report"));
        }
        List<SentReport> notApplied = new ArrayList<>(file.unsent());
        notApplied.removeIf(sent -> sent.batchId().isEmpty());
        notApplied.addAll(includeInDoubt ? file.inDoubt() : List.of());
        Function<String, DeliveryResult> nothingSent =
                reason -> DeliveryResult.nothingSent(file.unsent(), file.inDoubt(), reason);
        return planAndSend(api, nothingSent, notApplied, ledger -> {
            Plan plan = ledger.planFile(
                    file.unsent(),
                    file.inDoubt(),
                    includeInDoubt,
                    new PlanOptions(LastReadingOf.NONE, leftover -> false, this::batchSize));
            List<ConsumptionReport> all = new ArrayList<>(SentReport.reports(file.unsent()));
            all.addAll(SentReport.reports(file.inDoubt()));
            OtherNumbers.warn(plan.stored(), SentReport.reports(file.unsent()), report -> 0);
            return plan.withDoubtsAmong(all);
        });
    }

    /**
     * @param nothingSent what is known where the ledger cannot be used, for a reason
     * @param notApplied the lines that say of their POST that it was not applied
     */
    private DeliverySummary planAndSend(
            ApiClient api,
            Function<String, DeliveryResult> nothingSent,
            List<SentReport> notApplied,
            Planning planning) {
        SummaryPrinter printer = new SummaryPrinter(context);
        shutdownHook.delivering();
        shutdownHook.printIfTooLate(() -> print(printer, nothingSent, TOO_LATE).exitCode());
        try (Ledger ledger = openLedger()) {
            Plan plan = planning.plan(ledger);
            DeliverySummary summary = send(api, ledger, plan, plan.doubtsAmong(notApplied), printer);
            ledger.purge();
            return summary;
        } catch (LedgerException e) {
            return print(printer, nothingSent, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            // A bug, or no memory: what is known is printed first.
            if (printer.printed().isEmpty()) {
                print(printer, nothingSent, "the job has a bug");
                throw e;
            }
            log.error("A bug in this job; please report it", e);
            return printer.printed().get();
        }
    }

    private DeliverySummary send(ApiClient api, Ledger ledger, Plan plan, int outdated, SummaryPrinter printer) {
        int posts = plan.batches().size();
        if (posts > 0) {
            log.info("Delivering {} in {}", Plural.of(plan.size(), "report"), Plural.of(posts, "request"));
        }
        Delivery delivery = new Delivery(api, retryPolicy, ledger, context.time()::isStopped);
        shutdownHook.printIfTooLate(() -> printer.print(summary(delivery.resultSoFar(plan, TOO_LATE), outdated))
                .exitCode());
        try (Progress progress = context.progress(
                retryPolicy, () -> "delivering: " + delivery.batchesDone() + " of " + Plural.of(posts, "request"))) {
            // Before anything else can fail: nothing may take away what the run knows.
            return printer.print(summary(delivery.deliver(plan), outdated));
        }
    }

    private DeliverySummary print(SummaryPrinter printer, Function<String, DeliveryResult> nothingSent, String reason) {
        return printer.print(summary(nothingSent.apply(reason + ". Nothing was sent"), 0));
    }

    private static DeliveryResult nothingSent(List<ConsumptionReport> reports, String reason) {
        return DeliveryResult.nothingSent(SentReport.unsent(reports), List.of(), reason);
    }

    private DeliverySummary summary(DeliveryResult result, int outdated) {
        return new DeliverySummary(result, settings.databaseUrl().isPresent(), isDay, outdated);
    }

    private Ledger openLedger() throws LedgerException {
        if (settings.databaseUrl().isEmpty()) {
            if (!settings.ledgerDecided()) {
                log.warn(
                        "DATABASE_URL is not set: there is no ledger, and a second run of the day would send all again;"
                                + " DATABASE_URL=none says that this is meant");
            }
            return new NoLedger();
        }
        return SqlLedger.open(
                settings.databaseUrl().get(), settings.apiAddress(), retryPolicy, settings.countOvernight());
    }

    /**
     * How many of {@code reports} in all go into one POST. A doubt costs someone one look for each report of a batch,
     * so batches are as small as the API's 100 requests in five minutes allow: about 80 POSTs a run.
     */
    private int batchSize(int reports) {
        int usual = Math.min(Settings.MAX_BATCH_SIZE, Math.max(MIN_BATCH_SIZE, (reports + POSTS - 1) / POSTS));
        return settings.batchSize().orElse(usual);
    }
}
