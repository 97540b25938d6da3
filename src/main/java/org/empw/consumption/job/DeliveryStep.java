package org.empw.consumption.job;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.cli.Settings;
import org.empw.consumption.delivery.BatchSize;
import org.empw.consumption.delivery.Delivery;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.delivery.DeliveryResult.Cause;
import org.empw.consumption.ledger.Ledger;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.NoLedger;
import org.empw.consumption.ledger.Plan;
import org.empw.consumption.ledger.SqlLedger;
import org.empw.consumption.text.Counted;
import org.empw.consumption.text.FirstTwenty;
import org.empw.consumption.waiting.RetriesExhaustedException;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last step of a run: opens the ledger, plans, and delivers. */
record DeliveryStep(RunContext context, Settings settings, RetryPolicy retryPolicy, ShutdownHook shutdownHook) {
    private static final Logger log = LoggerFactory.getLogger(DeliveryStep.class);

    /**
     * What is to be delivered.
     *
     * @param reports what the run knows to be unsent, unless the ledger knows better
     * @param marked what a file marks as in doubt, unless the ledger knows better
     * @param leftovers which reports that earlier runs left unsent are to be sent as well
     * @param isDay whether it is a day, so that all that is in doubt is reported, and not only what is among these
     * @param includeInDoubt whether a person wants those in doubt sent as well
     * @param fromFile whether they come from a file, which may be old
     */
    record Order(
            List<ConsumptionReport> reports,
            List<ConsumptionReport> marked,
            Predicate<ConsumptionReport> leftovers,
            boolean isDay,
            boolean includeInDoubt,
            boolean fromFile) {
        static Order ofDay(List<ConsumptionReport> reports, Predicate<ConsumptionReport> leftovers, boolean fromFile) {
            return new Order(reports, List.of(), leftovers, true, false, fromFile);
        }

        static Order ofFile(List<ConsumptionReport> reports, List<ConsumptionReport> marked, boolean includeInDoubt) {
            return new Order(reports, marked, leftover -> false, false, includeInDoubt, true);
        }

        List<ConsumptionReport> all() {
            return Stream.of(reports, marked).flatMap(List::stream).toList();
        }
    }

    /** Delivers; whatever happens to the ledger, each report is accounted for. */
    DeliverySummary deliver(ApiClient api, Order order) {
        shutdownHook.delivering();
        DeliveryResult result;
        try (Ledger ledger = openLedger()) {
            Plan plan = plan(ledger, order);
            result = deliver(api, ledger, plan);
            ledger.forget();
        } catch (LedgerException e) {
            boolean anotherRun = e.kind() == LedgerException.Kind.ANOTHER_RUN;
            result = new DeliveryResult(
                    0,
                    0,
                    anotherRun ? List.of() : order.reports(),
                    List.of(),
                    anotherRun ? List.of() : order.marked(),
                    anotherRun ? Cause.ANOTHER_RUN : Cause.OTHER,
                    e.getMessage() + (anotherRun ? ". This one sends nothing" : ". Nothing was sent"),
                    false);
        }
        return new DeliverySummary(result, settings.databaseUrl().isPresent());
    }

    private Ledger openLedger() throws LedgerException {
        if (settings.databaseUrl().isEmpty()) {
            log.info("DATABASE_URL is not set: there is no ledger, and a second run of the day would send all again");
            return new NoLedger();
        }
        String apiAddress = settings.apiBaseUrl().orElseThrow().toString();
        for (int tries = 1; ; tries++) {
            try {
                return SqlLedger.open(settings.databaseUrl().get(), apiAddress, context.time());
            } catch (LedgerException e) {
                if (e.kind() != LedgerException.Kind.UNREACHABLE) {
                    throw e;
                }
                try {
                    retryPolicy.backOff(tries, String.valueOf(e.getMessage()), Duration.ZERO);
                } catch (RetriesExhaustedException exhausted) {
                    throw e;
                }
            }
        }
    }

    private Plan plan(Ledger ledger, Order order) throws LedgerException {
        List<ConsumptionReport> inDoubt = new ArrayList<>(order.marked());
        if (order.fromFile() && ledger.isKept()) {
            // Older than what the ledger remembers: it may have been stored and forgotten.
            LocalDate oldest = LocalDate.ofInstant(context.time().instant(), ZoneOffset.UTC)
                    .minusDays(SqlLedger.DAYS_REMEMBERED);
            order.reports().stream()
                    .filter(report -> report.date().isBefore(oldest))
                    .forEach(inDoubt::add);
        }
        if (!inDoubt.isEmpty()) {
            ledger.doubt(inDoubt);
        }
        if (order.includeInDoubt()) {
            ledger.allow(order.all());
        }
        Plan plan = ledger.plan(
                order.all(),
                order.leftovers(),
                settings.batchSize().isPresent()
                        ? reports -> settings.batchSize().getAsInt()
                        : BatchSize::of);
        warnOfOtherNumbers(plan.stored(), order.reports());
        return order.isDay() ? plan : plan.withDoubtsAmong(order.all());
    }

    private static void warnOfOtherNumbers(List<ConsumptionReport> stored, List<ConsumptionReport> reports) {
        Map<ConsumptionReport.Key, ConsumptionReport> known = new HashMap<>();
        stored.forEach(report -> known.put(report.key(), report));
        FirstTwenty changed = new FirstTwenty();
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
                    Counted.are(changed.count(), "report"),
                    changed);
        }
    }

    private DeliveryResult deliver(ApiClient api, Ledger ledger, Plan plan) {
        int posts = plan.batches().size();
        if (posts > 0) {
            log.info("Delivering {} in {}", Counted.of(plan.size(), "report"), Counted.of(posts, "request"));
        }
        Delivery delivery = new Delivery(api, retryPolicy, ledger, context.time()::isStopped);
        try (Progress progress = context.progress(
                retryPolicy, () -> "delivering: " + delivery.batchesDone() + " of " + Counted.of(posts, "request"))) {
            return delivery.deliver(plan);
        }
    }
}
