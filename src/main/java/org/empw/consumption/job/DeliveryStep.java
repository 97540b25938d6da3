package org.empw.consumption.job;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.cli.Settings;
import org.empw.consumption.delivery.Delivery;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.delivery.DeliveryResult.Cause;
import org.empw.consumption.delivery.ReportFile;
import org.empw.consumption.ledger.Ledger;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.NoLedger;
import org.empw.consumption.ledger.Plan;
import org.empw.consumption.ledger.SqlLedger;
import org.empw.consumption.text.Plural;
import org.empw.consumption.text.TruncatedList;
import org.empw.consumption.waiting.GaveUpException;
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

    /**
     * Delivers a day, and what earlier runs left unsent.
     *
     * @param leftovers which of what they left unsent to deliver
     * @param fromFile whether the day comes from a file, which may be old
     */
    DeliverySummary deliverDay(
            ApiClient api, List<ConsumptionReport> reports, Predicate<ConsumptionReport> leftovers, boolean fromFile) {
        return deliver(api, reports, List.of(), ledger -> {
            if (fromFile) {
                doubtForgotten(ledger, reports);
            }
            return plan(ledger, reports, leftovers);
        });
    }

    /** Delivers the reports in a file, and no others; those in doubt too, if a person wants it. */
    DeliverySummary deliverFile(ApiClient api, ReportFile file, boolean includeInDoubt) {
        return deliver(api, file.unsent(), file.inDoubt(), ledger -> {
            ledger.markInDoubt(file.inDoubt());
            doubtForgotten(ledger, file.unsent());
            if (includeInDoubt) {
                ledger.markUnsent(file.all());
            }
            return plan(ledger, file.all(), leftover -> false).withDoubtsAmong(file.all());
        });
    }

    private DeliverySummary deliver(
            ApiClient api, List<ConsumptionReport> unsent, List<ConsumptionReport> inDoubt, Planning planning) {
        shutdownHook.delivering();
        DeliveryResult result;
        try (Ledger ledger = openLedger()) {
            result = deliver(api, ledger, planning.plan(ledger));
            ledger.purge();
        } catch (LedgerException e) {
            result = e.kind() == LedgerException.Kind.ANOTHER_RUN
                    ? DeliveryResult.leftToAnotherRun(e.getMessage() + ". This one sends nothing")
                    : DeliveryResult.nothingSent(unsent, inDoubt, Cause.OTHER, e.getMessage() + ". Nothing was sent");
        }
        return new DeliverySummary(result, settings.databaseUrl().isPresent());
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
        String apiAddress = settings.apiBaseUrl().orElseThrow().toString();
        for (int tries = 1; ; tries++) {
            Instant start = context.time().instant();
            try {
                return SqlLedger.open(settings.databaseUrl().get(), apiAddress, context.time());
            } catch (LedgerException e) {
                if (e.kind() != LedgerException.Kind.UNREACHABLE) {
                    throw e;
                }
                retryPolicy.charge(start);
                try {
                    retryPolicy.backOff(tries, String.valueOf(e.getMessage()), Duration.ZERO);
                } catch (GaveUpException exhausted) {
                    throw e;
                }
            }
        }
    }

    /** What is older than the ledger remembers may have been stored and forgotten. */
    private void doubtForgotten(Ledger ledger, List<ConsumptionReport> reports) throws LedgerException {
        if (ledger.isPersistent()) {
            LocalDate oldest = LocalDate.ofInstant(context.time().instant(), ZoneOffset.UTC)
                    .minusDays(SqlLedger.DAYS_REMEMBERED);
            ledger.markInDoubt(reports.stream()
                    .filter(report -> report.date().isBefore(oldest))
                    .toList());
        }
    }

    private Plan plan(Ledger ledger, List<ConsumptionReport> reports, Predicate<ConsumptionReport> leftovers)
            throws LedgerException {
        OptionalInt batchSize = settings.batchSize();
        Plan plan = ledger.plan(reports, leftovers, all -> batchSize.orElse(batchSize(all)));
        warnOfOtherNumbers(plan.stored(), reports);
        return plan;
    }

    /**
     * How many of {@code reports} in all go into one POST. A doubt costs a person one look for each report of a batch, so
     * batches are as small as the API's 100 requests in five minutes allow: about 80 POSTs a run.
     */
    private static int batchSize(int reports) {
        return Math.min(Settings.MAX_BATCH_SIZE, Math.max(MIN_BATCH_SIZE, (reports + POSTS - 1) / POSTS));
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
            String sentence = " stored with another number than now, which the API keeps: ";
            new Warning(Plural.are(changed.count(), "report") + sentence + changed, changed.names()).log(log);
        }
    }

    private DeliveryResult deliver(ApiClient api, Ledger ledger, Plan plan) {
        int posts = plan.batches().size();
        if (posts > 0) {
            log.info("Delivering {} in {}", Plural.of(plan.size(), "report"), Plural.of(posts, "request"));
        }
        Delivery delivery = new Delivery(api, retryPolicy, ledger, context.time()::isStopped);
        try (Progress progress = context.progress(
                retryPolicy, () -> "delivering: " + delivery.batchesDone() + " of " + Plural.of(posts, "request"))) {
            return delivery.deliver(plan);
        }
    }
}
