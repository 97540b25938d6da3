package org.empw.consumption.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.empw.consumption.http.Exchange;
import org.empw.consumption.http.HttpResponse;

/**
 * What became of one POST of reports, as far as can be known for certain.
 *
 * @param outcome whether the API applied it
 * @param problem what went wrong, as a clause; empty when nothing did
 * @param retryAfter how long the API wants to be left alone, if it said so
 */
public record PostResult(Outcome outcome, String problem, Optional<Duration> retryAfter) {
    /** Whether the API applied a POST, and what may be done next. */
    public enum Outcome {
        /** 204: the API has it. */
        STORED,
        /** It never arrived whole, or came too early: certainly not applied, may be sent again. */
        NOT_APPLIED,
        /** 401: certainly not applied, may be sent again with a new token. */
        UNAUTHORIZED,
        /** 400, 413, 422: certainly not applied, and would not be if it were sent again; another batch may be. */
        REJECTED,
        /**
         * 404, a redirect but 302 and 303, a server that is not trusted: certainly not applied, and no other batch
         * would be.
         */
        FATAL,
        /** 403: as {@link #FATAL}, because the account lacks the right. */
        FORBIDDEN,
        /** It may have been applied, in whole or in part, or may be still. */
        IN_DOUBT
    }

    public PostResult(Outcome outcome, String problem) {
        this(outcome, problem, Optional.empty());
    }

    /** What a response means, together with what is known of how it came about. */
    static PostResult of(HttpResponse response, Exchange exchange, Instant now) {
        int status = response.status();
        if (status == 204 && exchange.bodySent()) {
            return new PostResult(Outcome.STORED, "");
        }
        String problem = Operation.REPORTS.answered(response);
        if (response.isRedirect()) {
            // "Done, look there" is what many a server says after it has stored what a form sent.
            boolean done = (status == 302 || status == 303) && exchange.bodySent();
            return new PostResult(
                    done ? Outcome.IN_DOUBT : Outcome.FATAL, problem + Operation.REPORTS.redirection(response));
        }
        return switch (status) {
            case 400, 413, 422 -> new PostResult(Outcome.REJECTED, problem);
            case 401 -> new PostResult(Outcome.UNAUTHORIZED, problem);
            case 403 ->
                new PostResult(Outcome.FORBIDDEN, problem + ". The account in ADMIN_EMAIL may not post reports");
            case 404, 407 -> new PostResult(Outcome.FATAL, problem);
            case 429 ->
                new PostResult(
                        Outcome.NOT_APPLIED, problem, Optional.of(Operation.REPORTS.retryAfter(response, 1, now)));
            default ->
                exchange.bodySent() || status == 204
                        ? new PostResult(Outcome.IN_DOUBT, problem)
                        : new PostResult(Outcome.NOT_APPLIED, problem + " before it had the reports");
        };
    }
}
