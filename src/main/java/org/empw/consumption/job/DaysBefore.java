package org.empw.consumption.job;

import java.time.LocalDate;
import java.util.Optional;
import org.empw.consumption.calculation.FleetHistory;
import org.empw.consumption.calculation.Micros;
import org.empw.consumption.cli.Settings;
import org.empw.consumption.ledger.HistoryReader;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.SqlLedger;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the ledger knows of the days before: again for each try of the request, when the date of its answer is known. */
final class DaysBefore {
    private static final Logger log = LoggerFactory.getLogger(DaysBefore.class);

    private final RunContext context;
    private final Settings settings;
    private Optional<String> nightUnknown = Optional.empty();

    /** They could not be read, and {@code COUNT_OVERNIGHT} needs them: the fetching of the day is broken off. */
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableException(LedgerException cause) {
            super(cause.getMessage(), cause);
        }
    }

    DaysBefore(RunContext context, Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    /** The date in the zone of the API. */
    LocalDate today() {
        return LocalDate.ofInstant(context.time().instant(), Micros.API_ZONE);
    }

    boolean hasLedger() {
        return settings.databaseUrl().isPresent() && settings.apiBaseUrl().isPresent();
    }

    /** Whether the water of the night is to be counted, and can be. */
    boolean isCountingOvernight() {
        return settings.countOvernight() && nightUnknown.isEmpty();
    }

    /**
     * What is known before {@code date}.
     *
     * @throws UnreadableException where it cannot be read and is needed
     */
    FleetHistory read(LocalDate date) {
        return read(date, isCountingOvernight());
    }

    /** What is known before today, for an answer without a date. */
    FleetHistory ofToday() {
        return read(today(), false);
    }

    private FleetHistory read(LocalDate date, boolean isNeeded) {
        if (!hasLedger() || nightUnknown.isPresent()) {
            return FleetHistory.none(date);
        }
        try {
            return HistoryReader.read(
                    settings.databaseUrl().orElseThrow(), settings.apiAddress(), date, context.time());
        } catch (LedgerException e) {
            if (isNeeded) {
                throw new UnreadableException(e);
            }
            log.warn("{}. Nothing is compared with the days before", e.getMessage());
            return FleetHistory.none(date);
        }
    }

    /** Waits until the ledger can be used and nobody else has it. */
    void waitForLedger(RetryPolicy retryPolicy) throws LedgerException {
        SqlLedger.open(settings.databaseUrl().orElseThrow(), settings.apiAddress(), retryPolicy, true)
                .close();
    }

    /** From now on nothing is read, and nothing overnight is counted, because of {@code reason}. */
    void giveUp(String reason) {
        nightUnknown = Optional.of(reason
                + ". What rose overnight is not known, and COUNT_OVERNIGHT asks for it: the day is printed without it, and"
                + " nothing was sent");
    }

    /** Why the water of the night is not known, as a sentence, where it is asked for. */
    Optional<String> nightUnknown() {
        return nightUnknown;
    }
}
