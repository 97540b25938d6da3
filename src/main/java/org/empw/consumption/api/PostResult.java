package org.empw.consumption.api;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of one POST of reports, as far as can be known for certain.
 *
 * @param outcome whether the API applied it
 * @param problem what went wrong, as a clause; empty when nothing did
 * @param throttled how long the API wants to be left alone, if it said so
 */
public record PostResult(Outcome outcome, String problem, Optional<Duration> throttled) {

    /** Whether the API applied a POST, and what may be done next. */
    public enum Outcome {
        /** 204: the API has it. */
        STORED,
        /** It never arrived whole, or was throttled: certainly not applied, may be sent again. */
        NOT_APPLIED,
        /** 401: certainly not applied, may be sent again with a new token. */
        UNAUTHORIZED,
        /** 403: certainly not applied, and the account will not be allowed to. */
        FORBIDDEN,
        /** Certainly not applied, and would not be if it were sent again. */
        REJECTED,
        /** It may have been applied, in whole or in part, or may be still. */
        IN_DOUBT
    }

    PostResult(Outcome outcome, String problem) {
        this(outcome, problem, Optional.empty());
    }
}
