package org.empw.consumption.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.api.PostResult;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.delivery.DeliveryResult.Cause;
import org.empw.consumption.http.RetriesExhaustedException;
import org.empw.consumption.http.RetryPolicy;
import org.empw.consumption.ledger.Ledger;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.Plan;
import org.empw.consumption.ledger.PlannedBatch;
import org.empw.consumption.ledger.ReportState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends reports in batches, so that none is stored twice and none is lost. The API stores a repeated report a second
 * time and cannot be asked what it has; so a batch is sent again only when it is certain that the API did not apply it,
 * and where that cannot be known it is in doubt, which is reported and left to a person.
 */
public final class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    /** After a doubt: time for an API that is behind its work to catch up. */
    private static final Duration PAUSE_AFTER_DOUBT = Duration.ofSeconds(30);

    private final ApiClient api;
    private final RetryPolicy retryPolicy;
    private final Ledger ledger;
    private final BooleanSupplier stopped;
    private final List<Batch> batches = new ArrayList<>();
    private boolean loggedInAgain;
    private int doubtsInARow;
    private int refusalsInARow;
    private final AtomicInteger batchesDone = new AtomicInteger();

    /**
     * @param stopped whether the run was told to stop, so that no new batch is to be sent
     */
    public Delivery(ApiClient api, RetryPolicy retryPolicy, Ledger ledger, BooleanSupplier stopped) {
        this.api = api;
        this.retryPolicy = retryPolicy;
        this.ledger = ledger;
        this.stopped = stopped;
    }

    /** Sends all batches of {@code plan}, until one of them shows that the others had better not be sent. */
    public DeliveryResult deliver(Plan plan) {
        for (PlannedBatch planned : plan.batches()) {
            batches.add(new Batch(planned));
        }
        Cause cause = Cause.NONE;
        String reason = "";
        try {
            if (!batches.isEmpty()) {
                failIfStopped();
                logIn();
            }
            for (Batch batch : batches) {
                send(batch, "Batch " + (batchesDone.get() + 1) + " of " + batches.size());
                batchesDone.incrementAndGet();
            }
        } catch (DeliveryStoppedException e) {
            cause = e.reason();
            reason = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            // What is known of the reports must not be lost to a bug.
            log.error("A bug in this job; please report it", e);
            cause = Cause.OTHER;
            reason = "the job has a bug";
        }
        return result(plan, cause, reason);
    }

    /** How many batches are no longer to be sent. For any thread. */
    public int batchesDone() {
        return batchesDone.get();
    }

    /** Sends one batch until its state is as good as it gets. */
    private void send(Batch batch, String title) throws DeliveryStoppedException {
        for (int tries = 1; ; tries++) {
            failIfStopped();
            permit(batch, title);
            PostResult result = api.post(batch.reports);
            String problem = title + ": " + result.problem();
            switch (result.outcome()) {
                case STORED -> {
                    learn(batch, ReportState.STORED, title);
                    log.info("{} is stored", title);
                    doubtsInARow = 0;
                    refusalsInARow = 0;
                    return;
                }
                case IN_DOUBT -> {
                    log.warn("{} is in doubt: {}", title, result.problem());
                    pauseAfterDoubt(batch, title);
                    return;
                }
                default -> learn(batch, ReportState.UNSENT, title);
            }
            switch (result.outcome()) {
                case NOT_APPLIED -> backOff(tries, problem, result.retryAfter().orElse(Duration.ZERO));
                case UNAUTHORIZED -> logInAgain(problem);
                case REJECTED -> {
                    log.error(problem);
                    doubtsInARow = 0;
                    if (++refusalsInARow == 2) {
                        throw new DeliveryStoppedException(Cause.OTHER, "the API refused a second batch in a row");
                    }
                    return;
                }
                case FORBIDDEN -> throw new DeliveryStoppedException(Cause.FORBIDDEN, problem);
                default -> throw new DeliveryStoppedException(Cause.OTHER, problem);
            }
        }
    }

    private void failIfStopped() throws DeliveryStoppedException {
        if (stopped.getAsBoolean()) {
            throw new DeliveryStoppedException(Cause.OTHER, "the run was told to stop");
        }
    }

    /** Asks the ledger before the first byte leaves. */
    private void permit(Batch batch, String title) throws DeliveryStoppedException {
        try {
            ledger.permit(batch.planned);
            batch.state = ReportState.IN_DOUBT;
        } catch (LedgerException e) {
            keepWhatRemains();
            boolean anotherRun = e.kind() == LedgerException.Kind.ANOTHER_RUN;
            throw new DeliveryStoppedException(
                    anotherRun ? Cause.ANOTHER_RUN : Cause.OTHER, title + " was not sent: " + e.getMessage());
        }
    }

    /** What another run has planned since is that run's to deliver and to account for. */
    private void keepWhatRemains() {
        for (Batch batch : batches.subList(batchesDone.get(), batches.size())) {
            try {
                batch.reports = ledger.remaining(batch.planned);
            } catch (LedgerException e) {
                log.warn("{}; another run may have taken what is listed as not stored", e.getMessage());
                return;
            }
        }
    }

    private void learn(Batch batch, ReportState state, String title) throws DeliveryStoppedException {
        try {
            if (state == ReportState.UNSENT) {
                batch.state = state; // true even if it cannot be noted
            }
            ledger.learn(batch.planned, state);
            batch.state = state;
        } catch (LedgerException e) {
            throw new DeliveryStoppedException(
                    Cause.OTHER,
                    title + " is " + (state == ReportState.STORED ? "stored" : "not stored")
                            + ", which could not be noted: " + e.getMessage());
        }
    }

    private void pauseAfterDoubt(Batch batch, String title) throws DeliveryStoppedException {
        refusalsInARow = 0;
        if (++doubtsInARow == 2) {
            throw new DeliveryStoppedException(Cause.OTHER, "a second batch in a row is in doubt");
        }
        if (batch != batches.get(batches.size() - 1)) {
            try {
                retryPolicy.pause(PAUSE_AFTER_DOUBT, title + " is in doubt");
            } catch (RetriesExhaustedException e) {
                throw new DeliveryStoppedException(Cause.OTHER, title + " is in doubt; " + e.getMessage());
            }
        }
    }

    private void backOff(int tries, String problem, Duration asked) throws DeliveryStoppedException {
        try {
            retryPolicy.backOff(tries, problem, asked);
        } catch (RetriesExhaustedException e) {
            throw new DeliveryStoppedException(Cause.OTHER, problem + "; " + e.getMessage());
        }
    }

    private void logInAgain(String problem) throws DeliveryStoppedException {
        if (loggedInAgain) {
            throw new DeliveryStoppedException(Cause.FORBIDDEN, problem + ", also after a new login");
        }
        loggedInAgain = true;
        log.info("{}; logging in again", problem);
        api.forgetLogin();
        logIn();
    }

    private void logIn() throws DeliveryStoppedException {
        try {
            if (!api.isLoggedIn()) {
                api.login();
            }
        } catch (ApiException e) {
            throw new DeliveryStoppedException(
                    e.isRefused() ? Cause.FORBIDDEN : Cause.OTHER, String.valueOf(e.getMessage()));
        }
    }

    private DeliveryResult result(Plan plan, Cause cause, String reason) {
        int stored = 0;
        List<ConsumptionReport> unsent = new ArrayList<>();
        List<ConsumptionReport> inDoubt = new ArrayList<>();
        for (Batch batch : batches) {
            switch (batch.state) {
                case STORED -> stored += batch.reports.size();
                case IN_DOUBT -> inDoubt.addAll(batch.reports);
                case UNSENT -> unsent.addAll(batch.reports);
            }
        }
        return new DeliveryResult(
                stored, plan.stored().size(), unsent, inDoubt, plan.inDoubt(), cause, reason, ledger.isKept());
    }
}
