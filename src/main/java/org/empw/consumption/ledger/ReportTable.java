package org.empw.consumption.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Types;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.ReportDate;
import org.empw.consumption.calculation.SensorHistory.LastReading;
import org.empw.consumption.text.Excerpt;

/**
 * The one table, the same in each database, and the statements on it for the reports to one API. Each statement belongs
 * to a transaction of its caller.
 */
public record ReportTable(Connection connection, String api, InstantSource clock) {
    private static final int ROWS_AT_ONCE = 1_000;

    /** {@code || ''} keeps the planner from using the primary key, which has the whole history. */
    private static final String UNSETTLED = " WHERE state = ? AND state <> 'stored' AND api || '' = ?";

    /** In the order of their keys, so that two runs that plan at once wait for each other and do not deadlock. */
    private static final Comparator<Row> BY_KEY =
            Comparator.comparing((Row row) -> row.report.date()).thenComparing(row -> row.report.sensorId());

    /**
     * A report to note something of.
     *
     * @param batchId the batch that it gets
     * @param lastBatchId the batch that it must have now; only for {@link Note#NOT_APPLIED}
     * @param keepsLast whether the last reading that the table may have of its day stays as it is
     * @param lastReading the last reading of its day, if the next day may count from there
     */
    record Row(
            ConsumptionReport report,
            long batchId,
            OptionalLong lastBatchId,
            boolean keepsLast,
            Optional<LastReading> lastReading) {}

    /** What a transaction does. */
    public interface Work<T> {
        T on(ReportTable table) throws SQLException, LedgerException;
    }

    /** What is made of a row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Makes the same note for each row. Returns the reports whose row did not change. */
    Set<ConsumptionReport.Key> note(Note note, List<Row> unordered) throws SQLException {
        List<Row> rows = new ArrayList<>(unordered);
        rows.sort(BY_KEY);
        Set<ConsumptionReport.Key> unchanged = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(note.sql)) {
            for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
                List<Row> part = rows.subList(from, Math.min(rows.size(), from + ROWS_AT_ONCE));
                for (Row row : part) {
                    ConsumptionReport report = row.report;
                    String consumption = report.consumption().toPlainString();
                    String date = report.date().toString();
                    set(statement, row.batchId, clock.millis(), consumption, api, date, report.sensorId());
                    if (note == Note.NOT_APPLIED) {
                        statement.setLong(7, row.lastBatchId.orElseThrow());
                    } else if (note == Note.PLANNED_DAY) {
                        Optional<Long> micros = row.lastReading.map(LastReading::micros);
                        setOrNull(statement, 7, row.keepsLast ? micros : micros.or(() -> Optional.of(0L)));
                        setOrNull(statement, 8, row.lastReading.map(LastReading::level));
                    }
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
    int transition(PlannedBatch batch, ReportState from, ReportState to) throws SQLException {
        String sql =
                "UPDATE empw_report SET state = ?, noted_at = ? WHERE batch = ? AND state = ? AND state <> 'stored'";
        return update(sql, to.text(), clock.millis(), batch.batchId(), from.text());
    }

    /** The reports of a batch that are not stored. */
    List<ConsumptionReport> ofBatch(PlannedBatch batch) throws SQLException {
        return SentReport.reports(reports(" WHERE batch = ? AND state <> 'stored'", batch.batchId()));
    }

    /** All that are in {@code state}, which is not stored, in the order of their keys. */
    List<SentReport> unsettled(ReportState state) throws SQLException {
        return reports(UNSETTLED + " ORDER BY report_date, sensor_id", state.text(), api);
    }

    /** Those of the reports that are stored, with the consumption that was sent. */
    List<ConsumptionReport> stored(Set<ConsumptionReport.Key> keys) throws SQLException {
        List<ConsumptionReport> stored = new ArrayList<>();
        for (LocalDate day :
                keys.stream().map(ConsumptionReport.Key::date).distinct().toList()) {
            stored.addAll(SentReport.reports(
                    reports(" WHERE api = ? AND report_date = ? AND state = 'stored'", api, day.toString())));
        }
        stored.removeIf(report -> !keys.contains(report.key()));
        return stored;
    }

    /** The sensors that have a report, of whatever state, of one of two days. */
    List<String> sensorsOf(LocalDate day, LocalDate other) throws SQLException {
        return query(
                row -> row.getString(1),
                "SELECT sensor_id FROM empw_report WHERE api = ? AND report_date IN (?, ?)",
                api,
                day.toString(),
                other.toString());
    }

    /** How many reports are in each state, by day, the oldest day first. */
    List<LedgerStatus.Count> counts() throws SQLException {
        return query(
                row -> new LedgerStatus.Count(date(row), ReportState.of(row.getString(2)), row.getLong(3)),
                "SELECT report_date, state, count(*) FROM empw_report WHERE api = ?"
                        + " GROUP BY report_date, state ORDER BY report_date, state",
                api);
    }

    /** The other APIs for which reports are unsent or in doubt: a renamed {@code API_BASE_URL} hides them. */
    List<String> otherUnsettledApis() throws SQLException {
        String sql = "SELECT DISTINCT api || '' AS other FROM empw_report"
                + " WHERE state <> 'stored' AND api || '' <> ? ORDER BY other";
        return query(row -> row.getString(1), sql, api);
    }

    /** Whether there are reports to others, but none to this API: a day that it was sent would look as if it was not. */
    boolean hasOnlyOtherApis() throws SQLException {
        // Not "LIMIT 1": for an API that has no reports PostgreSQL would go through the whole history.
        return first("SELECT max(report_date) FROM empw_report WHERE api = ?", api)
                        .isEmpty()
                && !first("SELECT max(api) FROM empw_report").isEmpty();
    }

    private List<SentReport> reports(String where, Object... parameters) throws SQLException {
        return query(
                row -> new SentReport(
                        new ConsumptionReport(row.getString(2), date(row), new BigDecimal(row.getString(3))),
                        OptionalLong.of(row.getLong(4))),
                "SELECT report_date, sensor_id, consumption, batch FROM empw_report" + where,
                parameters);
    }

    private static LocalDate date(ResultSet row) throws SQLException {
        String date = row.getString(1);
        return ReportDate.parse(date)
                .orElseThrow(() -> new SQLDataException("its table empw_report has a row of the day "
                        + Excerpt.quoted(date) + "; correct or delete it"));
    }

    /** A query's first column; empty where it is NULL, which is how a maximum says that there is none. */
    String first(String sql, Object... parameters) throws SQLException {
        return query(row -> Objects.requireNonNullElse(row.getString(1), ""), sql, parameters)
                .get(0);
    }

    <T> List<T> query(Reader<T> reader, String sql, Object... parameters) throws SQLException {
        List<T> all = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
            } catch (IllegalArgumentException e) {
                throw new SQLDataException("its table empw_report has a row that this job did not write ("
                        + Excerpt.shorten(String.valueOf(e.getMessage())) + "); correct or delete it");
            }
        }
        return all;
    }

    int update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    private static void setOrNull(PreparedStatement statement, int index, Optional<Long> value) throws SQLException {
        if (value.isPresent()) {
            statement.setLong(index, value.get());
        } else {
            statement.setNull(index, Types.BIGINT);
        }
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
