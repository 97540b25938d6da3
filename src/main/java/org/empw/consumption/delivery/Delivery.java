package org.empw.consumption.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.api.PostResult;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.http.RetryPolicy;
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

    private static final String TOLD_TO_STOP = "the run was told to stop";

    private final ApiClient api;
    private final RetryPolicy retryPolicy;
    private final Journal journal;
    private final BooleanSupplier toldToStop;
    private boolean loggedInAgain;
    private boolean forbidden;
    private int doubtsInARow;
    private volatile int batchesDone;

    /**
     * @param toldToStop asked before each batch: whether no new one is to be sent
     */
    public Delivery(ApiClient api, RetryPolicy retryPolicy, Journal journal, BooleanSupplier toldToStop) {
        this.api = api;
        this.retryPolicy = retryPolicy;
        this.journal = journal;
        this.toldToStop = toldToStop;
    }

    /** Sends all batches of {@code plan}, until one of them shows that the others had better not be sent. */
    public DeliveryResult deliver(Plan plan) {
        Optional<String> stopped = journalPlan(plan);
        boolean journaled = journal.isKept() && stopped.isEmpty();
        if (stopped.isEmpty() && toldToStop.getAsBoolean() && plan.size() > 0) {
            stopped = Optional.of(TOLD_TO_STOP);
        }
        if (stopped.isEmpty() && !api.isLoggedIn() && plan.size() > 0) {
            stopped = logIn();
        }
        List<Batch> batches = plan.batches();
        for (int i = 0; i < batches.size() && stopped.isEmpty(); i++) {
            String title = "Batch " + (i + 1) + " of " + batches.size();
            stopped = sendWhateverHappens(batches.get(i), title);
            batchesDone = i + 1;
            if (stopped.isEmpty() && batches.get(i).state() == Batch.State.IN_DOUBT && i + 1 < batches.size()) {
                stopped = retryPolicy.pause(PAUSE_AFTER_DOUBT, title + " is in doubt");
            }
        }
        return result(plan, stopped, journaled);
    }

    /** How many batches are no longer to be sent. For any thread. */
    public int batchesDone() {
        return batchesDone;
    }

    private Optional<String> journalPlan(Plan plan) {
        try {
            journal.planned(plan.batches());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("the journal cannot be written (" + e.getMessage() + ")");
        }
    }

    /** A fault in this job must not lose sight of the reports that are still to be sent. */
    private Optional<String> sendWhateverHappens(Batch batch, String title) {
        try {
            return send(batch, title);
        } catch (RuntimeException e) {
            log.error("A fault in this job; please report it", e);
            return Optional.of(title + " met a fault in this job");
        }
    }

    /** Sends one batch until its state is as good as it gets; returns why no further one is to be sent, if so. */
    private Optional<String> send(Batch batch, String title) {
        for (int tries = 1; ; tries++) {
            if (toldToStop.getAsBoolean()) {
                return Optional.of(TOLD_TO_STOP);
            }
            Optional<String> tooFast = api.beforePost();
            if (tooFast.isPresent()) {
                return tooFast;
            }
            try {
                journal.note(batch, Batch.State.IN_DOUBT);
            } catch (IOException e) {
                return Optional.of(title + " was not sent, for the journal cannot be written (" + e.getMessage() + ")");
            }
            PostResult answer = api.post(batch.reports());
            log.debug("{} with {} reports: {} {}", title, batch.reports().size(), answer.outcome(), answer.problem());
            Optional<String> stopped = learn(batch, title, answer);
            if (stopped.isPresent() || batch.state() != Batch.State.UNSENT) {
                return stopped;
            }
            if (answer.outcome() == PostResult.Outcome.NOT_APPLIED) {
                Optional<String> givenUp =
                        retryPolicy.beforeRepeating(tries, title + ": " + answer.problem(), answer.throttled());
                if (givenUp.isPresent()) {
                    return Optional.of(title + ": " + answer.problem() + "; " + givenUp.get());
                }
            }
        }
    }

    /** Notes what an answer says of its batch; returns why no further one is to be sent, if so. */
    private Optional<String> learn(Batch batch, String title, PostResult answer) {
        try {
            switch (answer.outcome()) {
                case STORED -> {
                    doubtsInARow = 0;
                    log.info("{} is stored", title);
                    journal.note(batch, Batch.State.STORED);
                    return Optional.empty();
                }
                case IN_DOUBT -> {
                    log.warn("{} is in doubt: {}", title, answer.problem());
                    return ++doubtsInARow < 2 ? Optional.empty() : Optional.of("a second batch in a row is in doubt");
                }
                default -> journal.note(batch, Batch.State.UNSENT);
            }
        } catch (IOException e) {
            return Optional.of(title + " was answered (" + answer.outcome() + "), but the journal cannot be written ("
                    + e.getMessage() + ")");
        }
        return switch (answer.outcome()) {
            case UNAUTHORIZED -> logInAgain(title, answer.problem());
            case FORBIDDEN -> {
                forbidden = true;
                yield Optional.of(title + ": " + answer.problem());
            }
            case REJECTED -> Optional.of(title + ": " + answer.problem());
            default -> Optional.empty();
        };
    }

    private Optional<String> logInAgain(String title, String problem) {
        if (loggedInAgain) {
            forbidden = true;
            return Optional.of(title + ": " + problem + " also after a new login");
        }
        loggedInAgain = true;
        log.info("{}: {}; logging in again", title, problem);
        return logIn();
    }

    private Optional<String> logIn() {
        try {
            api.login();
            return Optional.empty();
        } catch (ApiException e) {
            forbidden = e.kind() == ApiException.Kind.REFUSED;
            return Optional.of(e.getMessage());
        }
    }

    private DeliveryResult result(Plan plan, Optional<String> stopped, boolean journaled) {
        int stored = 0;
        List<ConsumptionReport> unsent = new ArrayList<>();
        List<ConsumptionReport> inDoubt = new ArrayList<>(plan.leftInDoubt());
        for (Batch batch : plan.batches()) {
            switch (batch.state()) {
                case STORED -> stored += batch.reports().size();
                case IN_DOUBT -> inDoubt.addAll(batch.reports());
                case UNSENT -> unsent.addAll(batch.reports());
            }
        }
        return new DeliveryResult(stored, plan.alreadyStored(), unsent, inDoubt, stopped, journaled, forbidden);
    }
}
