package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.calculation.ConsumptionReport;

/**
 * What the ledger knows, for a person.
 *
 * @param counts by day and state, the oldest day first
 * @param unsent the reports that the API does not have
 * @param inDoubt the reports that the API may have
 * @param otherApis the other APIs for which reports are unsent or in doubt
 */
public record LedgerStatus(
        List<Count> counts, List<ConsumptionReport> unsent, List<ConsumptionReport> inDoubt, List<String> otherApis) {
    /** How many reports of a day are in one state. */
    public record Count(LocalDate date, ReportState state, long reports) {}

    /**
     * Looks into the ledger. Nothing is created, locked or changed; where there is no ledger yet, nothing is known.
     *
     * @throws LedgerException when it cannot be read, or is a file that a run is using
     */
    public static LedgerStatus read(DatabaseUrl url, String api) throws LedgerException {
        Database database = Database.of(url);
        try {
            Optional<Connection> opened = database.connectReadOnly();
            if (opened.isEmpty()) {
                return new LedgerStatus(List.of(), List.of(), List.of(), List.of());
            }
            try (Connection connection = opened.get()) {
                ReportTable table = new ReportTable(connection, api, InstantSource.system());
                List<ConsumptionReport> unsent = table.unsettled(ReportState.UNSENT);
                List<ConsumptionReport> inDoubt = table.unsettled(ReportState.IN_DOUBT);
                return new LedgerStatus(table.counts(), unsent, inDoubt, table.otherUnsettledApis());
            }
        } catch (SQLException e) {
            throw database.explain(e);
        }
    }
}
