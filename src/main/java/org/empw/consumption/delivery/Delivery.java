package org.empw.consumption.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.api.PostResult;
import org.empw.consumption.api.PostResult.Outcome;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.delivery.DeliveryResult.Cause;
import org.empw.consumption.ledger.Ledger;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.Plan;
import org.empw.consumption.ledger.PlannedBatch;
import org.empw.consumption.ledger.ReportState;
import org.empw.consumption.waiting.GaveUpException;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends reports in batches, so that none is stored twice and none is lost. The API stores a repeated report a second
 * time and cannot be asked what it has; so a batch is sent again only when it is certain that the API did not apply it,
 * and where that cannot be known it is in doubt, which is reported and left to a person.
 */
public final class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private static final String TOLD_TO_STOP = "the run was told to stop";

    /** After a doubt: time for an API that is behind its work to catch up. */
    private static final Duration PAUSE_AFTER_DOUBT = Duration.ofSeconds(30);

    private final ApiClient api;
    private final RetryPolicy retryPolicy;
    private final Ledger ledger;
    private final BooleanSupplier stopped;
    private final List<Batch> batches = new ArrayList<>();
    private final AtomicInteger batchesDone = new AtomicInteger();
    private boolean loggedInAgain;

    /** How the batch before ended. */
    private Outcome previous = Outcome.STORED;

    /** Reports that travel in one POST, and what this run knows of them. */
    private static final class Batch {
        final String title;
        final PlannedBatch planned;
        ReportState state = ReportState.UNSENT;

        /** The reports that are this run's to account for: those that were not taken by another run. */
        List<ConsumptionReport> reports;

        Batch(String title, PlannedBatch planned) {
            this.title = title;
            this.planned = planned;
            this.reports = planned.reports();
        }
    }

    /** No further batch is to be sent. The message says why, as a sentence without its period. */
    private static final class StoppedException extends Exception {
        private static final long serialVersionUID = 1;

        final Cause reason;

        StoppedException(Cause reason, String message) {
            super(message);
            this.reason = reason;
        }
    }

    /** With {@code stopped}, which says whether the run was told to stop, so that no new batch is to be sent. */
    public Delivery(ApiClient api, RetryPolicy retryPolicy, Ledger ledger, BooleanSupplier stopped) {
        this.api = api;
        this.retryPolicy = retryPolicy;
        this.ledger = ledger;
        this.stopped = stopped;
    }

    /** Sends all batches of {@code plan}, until one of them shows that the others had better not be sent. */
    public DeliveryResult deliver(Plan plan) {
        int all = plan.batches().size();
        plan.batches()
                .forEach(planned -> batches.add(new Batch("Batch " + (batches.size() + 1) + " of " + all, planned)));
        try {
            if (!batches.isEmpty()) {
                stopIf(stopped.getAsBoolean(), TOLD_TO_STOP);
                if (!api.isLoggedIn()) {
                    api.login();
                }
            }
            for (Batch batch : batches) {
                send(batch);
                batchesDone.incrementAndGet();
            }
            return result(plan, Cause.NONE, "");
        } catch (StoppedException e) {
            return result(plan, e.reason, String.valueOf(e.getMessage()));
        } catch (ApiException e) {
            return result(plan, e.isRefused() ? Cause.FORBIDDEN : Cause.OTHER, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // What is known of the reports must not be lost to a bug.
            log.error("A bug in this job; please report it", e);
            return result(plan, Cause.OTHER, "the job has a bug");
        }
    }

    /** How many batches are no longer to be sent. For any thread. */
    public int batchesDone() {
        return batchesDone.get();
    }

    /** Sends one batch until its state is as good as it gets. */
    private void send(Batch batch) throws StoppedException, ApiException {
        for (int tries = 1; ; tries++) {
            stopIf(stopped.getAsBoolean(), TOLD_TO_STOP);
            claim(batch);
            PostResult result = api.post(batch.reports);
            Outcome outcome = result.outcome();
            if (outcome != Outcome.IN_DOUBT) {
                settle(batch, outcome == Outcome.STORED ? ReportState.STORED : ReportState.UNSENT);
            }
            String problem = batch.title + (outcome == Outcome.IN_DOUBT ? " is in doubt" : ": " + result.problem());
            try {
                switch (outcome) {
                    case STORED -> log.info("{} is stored", batch.title);
                    case IN_DOUBT -> {
                        log.warn("{}: {}", problem, result.problem());
                        stopIf(outcome == previous, "a second batch in a row is in doubt");
                        if (batch != batches.get(batches.size() - 1)) {
                            retryPolicy.pause(PAUSE_AFTER_DOUBT, problem);
                        }
                    }
                    case REJECTED -> {
                        log.error(problem);
                        stopIf(outcome == previous, "the API refused a second batch in a row");
                    }
                    case NOT_APPLIED ->
                        retryPolicy.backOff(tries, problem, result.retryAfter().orElse(Duration.ZERO));
                    case UNAUTHORIZED -> logInAgain(problem);
                    case FORBIDDEN -> throw new StoppedException(Cause.FORBIDDEN, problem);
                    case FATAL -> throw new StoppedException(Cause.OTHER, problem);
                }
            } catch (GaveUpException e) {
                throw new StoppedException(Cause.OTHER, problem + "; " + e.getMessage());
            }
            if (outcome != Outcome.NOT_APPLIED && outcome != Outcome.UNAUTHORIZED) {
                previous = outcome;
                return;
            }
        }
    }

    private static void stopIf(boolean condition, String reason) throws StoppedException {
        if (condition) {
            throw new StoppedException(Cause.OTHER, reason);
        }
    }

    /** Asks the ledger before the first byte leaves. */
    private void claim(Batch batch) throws StoppedException {
        try {
            ledger.claim(batch.planned);
            batch.state = ReportState.IN_DOUBT;
        } catch (LedgerException e) {
            keepWhatRemains();
            boolean anotherRun = e.kind() == LedgerException.Kind.ANOTHER_RUN;
            throw new StoppedException(
                    anotherRun ? Cause.ANOTHER_RUN : Cause.OTHER, batch.title + " was not sent: " + e.getMessage());
        }
    }

    /** What another run has planned since is that run's to deliver and to account for. */
    private void keepWhatRemains() {
        try {
            for (Batch batch : batches.subList(batchesDone.get(), batches.size())) {
                batch.reports = ledger.stillPlanned(batch.planned);
            }
        } catch (LedgerException e) {
            log.warn("{}; another run may have taken what is listed as not stored", e.getMessage());
        }
    }

    private void settle(Batch batch, ReportState state) throws StoppedException {
        if (state == ReportState.UNSENT) {
            batch.state = state; // true even if it cannot be noted
        }
        try {
            ledger.settle(batch.planned, state);
            batch.state = state;
        } catch (LedgerException e) {
            String learnt = batch.title + (state == ReportState.STORED ? " is stored" : " is not stored");
            throw new StoppedException(Cause.OTHER, learnt + ", which could not be noted: " + e.getMessage());
        }
    }

    private void logInAgain(String problem) throws StoppedException, ApiException {
        if (loggedInAgain) {
            throw new StoppedException(Cause.FORBIDDEN, problem + ", also after a new login");
        }
        loggedInAgain = true;
        log.info("{}; logging in again", problem);
        api.forgetLogin();
        api.login();
    }

    private DeliveryResult result(Plan plan, Cause cause, String reason) {
        return new DeliveryResult(
                in(ReportState.STORED).size(),
                plan.stored().size(),
                in(ReportState.UNSENT),
                in(ReportState.IN_DOUBT),
                plan.inDoubt(),
                cause,
                reason,
                ledger.isPersistent());
    }

    private List<ConsumptionReport> in(ReportState state) {
        List<ConsumptionReport> reports = new ArrayList<>();
        batches.stream().filter(batch -> batch.state == state).forEach(batch -> reports.addAll(batch.reports));
        return reports;
    }
}
