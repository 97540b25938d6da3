package org.empw.consumption.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.api.PostResult;
import org.empw.consumption.api.PostResult.Outcome;
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
 * and where that cannot be known it is in doubt, which is reported and left to people.
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
    private final List<Batch> batches = new CopyOnWriteArrayList<>();
    private final AtomicInteger batchesDone = new AtomicInteger();
    private boolean loggedInAgain;

    /** How the batch before ended. */
    private Outcome previous = Outcome.STORED;

    /** No further batch is to be sent. The message says why, as a sentence without its period. */
    private static final class StoppedException extends Exception {
        private static final long serialVersionUID = 1;

        final Cause why;

        StoppedException(Cause why, String message) {
            super(message);
            this.why = why;
        }
    }

    /**
     * @param stopped whether the run was told to stop, so that no new batch is to be sent
     */
    public Delivery(ApiClient api, RetryPolicy retryPolicy, Ledger ledger, BooleanSupplier stopped) {
        this.api = api;
        this.retryPolicy = retryPolicy;
        this.ledger = ledger;
        this.stopped = stopped;
    }

    /** Sends all batches of {@code plan}, until a failure shows that no other batch should be sent. */
    public DeliveryResult deliver(Plan plan) {
        int all = plan.batches().size();
        List<Batch> numbered = new ArrayList<>();
        for (PlannedBatch planned : plan.batches()) {
            numbered.add(new Batch("Batch " + (numbered.size() + 1) + " of " + all, planned));
        }
        batches.addAll(numbered);
        try {
            if (!batches.isEmpty()) {
                stopIf(stopped.getAsBoolean(), TOLD_TO_STOP);
                api.logInOnce();
            }
            for (Batch batch : batches) {
                send(batch);
                batchesDone.incrementAndGet();
            }
            return result(plan, Cause.NONE, "");
        } catch (StoppedException e) {
            return result(plan, e.why, String.valueOf(e.getMessage()));
        } catch (ApiException e) {
            return result(plan, e.isRefused() ? Cause.FORBIDDEN : Cause.OTHER, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
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
        batch.isNoted = false; // until it is answered, it may be noted as in doubt
        try {
            ledger.claim(batch.planned);
            batch.state = ReportState.IN_DOUBT;
            batch.isNoted = true;
        } catch (LedgerException e) {
            batch.isNoted = e.kind() != LedgerException.Kind.UNCERTAIN;
            keepWhatIsStillPlanned();
            throw new StoppedException(Cause.OTHER, batch.title + " was not sent: " + e.getMessage());
        }
    }

    /** What another run has planned since is that run's to deliver and to account for. */
    private void keepWhatIsStillPlanned() {
        try {
            for (Batch batch : batches.subList(batchesDone.get(), batches.size())) {
                batch.reports = ledger.stillPlanned(batch.planned);
            }
        } catch (LedgerException e) {
            log.warn("{}; another run may have taken what is listed as not stored", e.getMessage());
        }
    }

    private void settle(Batch batch, ReportState outcome) throws StoppedException {
        batch.isNoted = false;
        batch.state = outcome;
        try {
            ledger.settle(batch.planned, outcome);
            batch.isNoted = true;
        } catch (LedgerException e) {
            String known = batch.title + (outcome == ReportState.STORED ? " is stored" : " is not stored");
            throw new StoppedException(Cause.OTHER, known + ", which could not be noted: " + e.getMessage());
        }
    }

    private void logInAgain(String problem) throws StoppedException, ApiException {
        if (loggedInAgain) {
            throw new StoppedException(Cause.FORBIDDEN, problem + ", also after a new login");
        }
        loggedInAgain = true;
        log.info("{}; logging in again", problem);
        api.login();
    }

    /**
     * What is known of the reports by now. For any thread: a run that is told to stop while it waits for the ledger
     * still has to print it.
     */
    public DeliveryResult resultSoFar(Plan plan, String reason) {
        return result(plan, Cause.OTHER, reason);
    }

    private DeliveryResult result(Plan plan, Cause cause, String reason) {
        return DeliveryResult.of(plan, batches, cause, reason, ledger.isPersistent());
    }
}
