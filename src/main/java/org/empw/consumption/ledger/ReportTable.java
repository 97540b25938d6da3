package org.empw.consumption.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;

/** The statements on the one table, for the reports to one API. Each belongs to a transaction of its caller. */
final class ReportTable {
    private static final String UPSERT =
            "INSERT INTO empw_report (batch, noted_at, consumption, api, report_date, sensor_id, state)"
                    + " VALUES (?, ?, ?, ?, ?, ?, '%s') ON CONFLICT (api, report_date, sensor_id) DO ";

    /** Gives reports that are unsent, or not known yet, the number of their batch. */
    static final String PLAN = UPSERT.formatted("unsent")
            + "UPDATE SET batch = excluded.batch, noted_at = excluded.noted_at, consumption = excluded.consumption"
            + " WHERE empw_report.state = 'unsent'";

    /** Notes reports that are not known yet as in doubt. */
    static final String DOUBT = UPSERT.formatted("in_doubt") + "NOTHING";

    /** Makes reports that are in doubt unsent. */
    static final String ALLOW = "UPDATE empw_report SET batch = ?, noted_at = ?, consumption = ?, state = 'unsent'"
            + " WHERE api = ? AND report_date = ? AND sensor_id = ? AND state = 'in_doubt'";

    /** Makes reports stored. The consumption stays that of the POST. */
    static final String MARK_STORED = UPSERT.formatted("stored")
            + "UPDATE SET batch = excluded.batch, noted_at = excluded.noted_at, state = excluded.state";

    private static final String CHANGE =
            "UPDATE empw_report SET state = ?, noted_at = ? WHERE batch = ? AND state = ? AND state <> 'stored'";
    private static final String COLUMNS = "SELECT report_date, sensor_id, consumption FROM empw_report";

    /** Said so that no planner takes the primary key, which has the whole history, for the index of the unsettled. */
    private static final String UNSETTLED = " WHERE state = ? AND state <> 'stored' AND api || '' = ?";

    private static final int ROWS_AT_ONCE = 1_000;

    /** In the order of their keys, so that two runs that plan at once wait for each other and do not deadlock. */
    private static final Comparator<Row> BY_KEY =
            Comparator.comparing((Row row) -> row.report.date()).thenComparing(row -> row.report.sensorId());

    private final String api;
    private final InstantSource clock;

    private record Row(ConsumptionReport report, long batch) {}

    ReportTable(String api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    /** Does one of the statements above to each report. Returns those of which it changed nothing. */
    Set<ConsumptionReport.Key> note(Connection connection, String sql, List<PlannedBatch> batches) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (PlannedBatch batch : batches) {
            for (ConsumptionReport report : batch.reports()) {
                rows.add(new Row(report, batch.number()));
            }
        }
        rows.sort(BY_KEY);
        Set<ConsumptionReport.Key> unchanged = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
                List<Row> part = rows.subList(from, Math.min(rows.size(), from + ROWS_AT_ONCE));
                for (Row row : part) {
                    statement.setLong(1, row.batch);
                    statement.setLong(2, clock.millis());
                    statement.setString(3, row.report.consumption().toPlainString());
                    statement.setString(4, api);
                    statement.setString(5, row.report.date().toString());
                    statement.setString(6, row.report.sensorId());
                    statement.addBatch();
                }
                int[] changed = statement.executeBatch();
                for (int i = 0; i < changed.length; i++) {
                    if (changed[i] == 0) {
                        unchanged.add(part.get(i).report.key());
                    }
                }
            }
        }
        return unchanged;
    }

    /** Brings the rows of a batch from one state into another; returns how many there were. */
    int change(Connection connection, long batch, ReportState from, ReportState to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHANGE)) {
            statement.setString(1, to.text());
            statement.setLong(2, clock.millis());
            statement.setLong(3, batch);
            statement.setString(4, from.text());
            return statement.executeUpdate();
        }
    }

    /**
     * The reports of a batch that are not stored.
     *
     * @param forUpdate see {@link Database#forUpdate}; may be empty
     */
    List<ConsumptionReport> ofBatch(Connection connection, long batch, String forUpdate) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(COLUMNS + " WHERE batch = ? AND state <> 'stored'" + forUpdate)) {
            statement.setLong(1, batch);
            return read(statement);
        }
    }

    /** All that are in {@code state}, which is not stored, in the order of their keys. */
    List<ConsumptionReport> unsettled(Connection connection, ReportState state) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(COLUMNS + UNSETTLED + " ORDER BY report_date, sensor_id")) {
            statement.setString(1, state.text());
            statement.setString(2, api);
            return read(statement);
        }
    }

    /** Those of the reports that are stored, with the consumption that was sent. */
    List<ConsumptionReport> stored(Connection connection, Set<ConsumptionReport.Key> keys) throws SQLException {
        Set<LocalDate> dates = new HashSet<>();
        for (ConsumptionReport.Key key : keys) {
            dates.add(key.date());
        }
        List<ConsumptionReport> stored = new ArrayList<>();
        for (LocalDate date : dates) {
            try (PreparedStatement statement =
                    connection.prepareStatement(COLUMNS + " WHERE api = ? AND report_date = ? AND state = 'stored'")) {
                statement.setString(1, api);
                statement.setString(2, date.toString());
                stored.addAll(read(statement));
            }
        }
        stored.removeIf(report -> !keys.contains(report.key()));
        return stored;
    }

    private static List<ConsumptionReport> read(PreparedStatement statement) throws SQLException {
        List<ConsumptionReport> reports = new ArrayList<>();
        statement.setFetchSize(ROWS_AT_ONCE);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                reports.add(new ConsumptionReport(
                        rows.getString(2), LocalDate.parse(rows.getString(1)), new BigDecimal(rows.getString(3))));
            }
        }
        return reports;
    }
}
