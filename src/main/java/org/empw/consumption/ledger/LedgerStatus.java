package org.empw.consumption.ledger;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.waiting.RetryPolicy;

/**
 * What the ledger knows, for a person.
 *
 * @param counts by day and state, the oldest day first
 * @param unsent the reports that the API does not have
 * @param inDoubt the reports that the API may have
 * @param otherApis the other APIs for which reports are unsent or in doubt
 * @param inUse who has the lock, so that only the counts are known: a batch that is under way is in doubt, too, and a
 *     person who looked it up now could send it twice
 */
public record LedgerStatus(
        List<Count> counts,
        List<SentReport> unsent,
        List<SentReport> inDoubt,
        List<String> otherApis,
        Optional<String> inUse) {
    private static final LedgerStatus NOTHING =
            new LedgerStatus(List.of(), List.of(), List.of(), List.of(), Optional.empty());

    /** How many reports of a day are in one state. */
    public record Count(LocalDate date, ReportState state, long reports) {}

    /**
     * Looks into the ledger while no run has it, and waits for that. Nothing is created; where there is no ledger yet,
     * nothing is known.
     *
     * @throws LedgerException when it cannot be read, or when it is a file and somebody else has it
     */
    public static LedgerStatus read(DatabaseUrl url, String api, RetryPolicy retryPolicy) throws LedgerException {
        Database database = Database.of(url);
        if (!database.exists()) {
            return NOTHING;
        }
        try {
            return Session.open(database, api, retryPolicy, session -> {
                try (session) {
                    return session.repeatedly(table -> database.hasTable(table.connection()) ? read(table) : NOTHING);
                }
            });
        } catch (LedgerException e) {
            if (e.kind() != Kind.LOCKED || url.file().isPresent()) {
                throw e;
            }
            return countsAlone(database, api, retryPolicy, e);
        }
    }

    private static LedgerStatus read(ReportTable table) throws SQLException {
        return new LedgerStatus(
                table.counts(),
                table.unsettled(ReportState.UNSENT),
                table.unsettled(ReportState.IN_DOUBT),
                table.otherUnsettledApis(),
                Optional.empty());
    }

    private static LedgerStatus countsAlone(
            Database database, String api, RetryPolicy retryPolicy, LedgerException inUse) throws LedgerException {
        try (var connection = database.connect(retryPolicy.time())) {
            ReportTable table = new ReportTable(connection, api, retryPolicy.time());
            List<Count> counts = database.hasTable(connection) ? table.counts() : List.of();
            return new LedgerStatus(
                    counts, List.of(), List.of(), List.of(), Optional.of(String.valueOf(inUse.getMessage())));
        } catch (SQLException e) {
            throw database.isConflict(e) ? inUse : database.explain(e);
        }
    }
}
