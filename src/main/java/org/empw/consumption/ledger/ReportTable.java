package org.empw.consumption.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;

/**
 * The one table, the same in each database, and the statements on it for the reports to one API. Each statement belongs
 * to a transaction of its caller.
 */
record ReportTable(String api, InstantSource clock) {
    /** How long a stored report is remembered at least. */
    static final int DAYS_REMEMBERED = 60;

    /**
     * The state is the report's own; a batch is the set of rows that bear its number. The index is why history costs
     * nothing, and why each statement that looks for unsettled rows says {@code state <> 'stored'}: SQLite takes a partial
     * index only for those words.
     */
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS empw_report (api TEXT NOT NULL, report_date TEXT NOT NULL, sensor_id TEXT NOT NULL,
              consumption TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('unsent','in_doubt','stored')),
              batch BIGINT NOT NULL, noted_at BIGINT NOT NULL, PRIMARY KEY (api, report_date, sensor_id))""";

    private static final String INDEX =
            "CREATE INDEX IF NOT EXISTS empw_report_unsettled ON empw_report (batch) WHERE state <> 'stored'";
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
    private static final String REPORTS = "SELECT report_date, sensor_id, consumption FROM empw_report";

    /** Said so that no planner takes the primary key, which has the whole history, for the index of the unsettled. */
    private static final String UNSETTLED = " WHERE state = ? AND state <> 'stored' AND api || '' = ?";

    private static final String OF_API = " FROM empw_report WHERE api = ?";

    /** In the order of their keys, so that two runs that plan at once wait for each other and do not deadlock. */
    private static final Comparator<Row> BY_KEY =
            Comparator.comparing((Row row) -> row.report.date()).thenComparing(row -> row.report.sensorId());

    private record Row(ConsumptionReport report, long batch) {}

    static void create(Connection connection) throws SQLException {
        Sql.execute(connection, TABLE);
        Sql.execute(connection, INDEX);
    }

    /** Does one of the four statements above to each report. Returns those of which it changed nothing. */
    Set<ConsumptionReport.Key> note(Connection connection, String sql, List<PlannedBatch> batches) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (PlannedBatch batch : batches) {
            batch.reports().forEach(report -> rows.add(new Row(report, batch.number())));
        }
        rows.sort(BY_KEY);
        Set<ConsumptionReport.Key> unchanged = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int from = 0; from < rows.size(); from += Sql.ROWS_AT_ONCE) {
                List<Row> part = rows.subList(from, Math.min(rows.size(), from + Sql.ROWS_AT_ONCE));
                for (Row row : part) {
                    ConsumptionReport report = row.report;
                    String consumption = report.consumption().toPlainString();
                    String date = report.date().toString();
                    Sql.set(statement, row.batch, clock.millis(), consumption, api, date, report.sensorId());
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
        return Sql.update(connection, CHANGE, to.text(), clock.millis(), batch, from.text());
    }

    /**
     * The reports of a batch that are not stored.
     *
     * @param forUpdate see {@link Database#forUpdate}; may be empty
     */
    List<ConsumptionReport> ofBatch(Connection connection, long batch, String forUpdate) throws SQLException {
        return reports(connection, " WHERE batch = ? AND state <> 'stored'" + forUpdate, batch);
    }

    /** All that are in {@code state}, which is not stored, in the order of their keys. */
    List<ConsumptionReport> unsettled(Connection connection, ReportState state) throws SQLException {
        return reports(connection, UNSETTLED + " ORDER BY report_date, sensor_id", state.text(), api);
    }

    /** Those of the reports that are stored, with the consumption that was sent. */
    List<ConsumptionReport> stored(Connection connection, Set<ConsumptionReport.Key> keys) throws SQLException {
        Set<LocalDate> dates = new HashSet<>();
        keys.forEach(key -> dates.add(key.date()));
        List<ConsumptionReport> stored = new ArrayList<>();
        for (LocalDate date : dates) {
            stored.addAll(reports(
                    connection, " WHERE api = ? AND report_date = ? AND state = 'stored'", api, date.toString()));
        }
        stored.removeIf(report -> !keys.contains(report.key()));
        return stored;
    }

    /** How many reports are in each state, by day, the oldest day first. */
    List<LedgerStatus.Count> counts(Connection connection) throws SQLException {
        String sql = "SELECT report_date, state, count(*)" + OF_API
                + " GROUP BY report_date, state ORDER BY report_date, state";
        return Sql.query(
                connection,
                row -> new LedgerStatus.Count(date(row), ReportState.of(row.getString(2)), row.getLong(3)),
                sql,
                api);
    }

    /** The other APIs for which reports are unsent or in doubt: a renamed {@code API_BASE_URL} hides them. */
    List<String> otherUnsettledApis(Connection connection) throws SQLException {
        return texts(
                connection,
                "SELECT DISTINCT api || '' AS other FROM empw_report WHERE state <> 'stored' AND api || '' <> ?"
                        + " ORDER BY other",
                api);
    }

    /** Whether there are reports to others, but none to this API: a day that it was sent would look as if it was not. */
    boolean hasOnlyOtherApis(Connection connection) throws SQLException {
        // Not "LIMIT 1": for an API that has no reports PostgreSQL would go through the whole history.
        return first(connection, "SELECT max(report_date)" + OF_API, api).isEmpty()
                && !first(connection, "SELECT max(api) FROM empw_report").isEmpty();
    }

    /**
     * Forgets what is stored, was noted more than 60 days ago, and is of the first day after {@code day}, where that is
     * more than 60 days before the API's newest: the API only ever gives the readings of one day.
     *
     * @return the day that was looked at; empty when no further one is that old
     */
    String forgetDayAfter(Connection connection, String day) throws SQLException {
        String newest = first(connection, "SELECT max(report_date)" + OF_API, api);
        String next = first(connection, "SELECT min(report_date)" + OF_API + " AND report_date > ?", api, day);
        boolean old = !next.isEmpty()
                && LocalDate.parse(next).isBefore(LocalDate.parse(newest).minusDays(DAYS_REMEMBERED));
        if (!old) {
            return "";
        }
        long notedBefore =
                clock.instant().minus(Duration.ofDays(DAYS_REMEMBERED)).toEpochMilli();
        String delete = "DELETE" + OF_API + " AND report_date = ? AND state = 'stored' AND noted_at < ?";
        Sql.update(connection, delete, api, next, notedBefore);
        return next;
    }

    private static List<ConsumptionReport> reports(Connection connection, String where, Object... parameters)
            throws SQLException {
        return Sql.query(
                connection,
                row -> new ConsumptionReport(row.getString(2), date(row), new BigDecimal(row.getString(3))),
                REPORTS + where,
                parameters);
    }

    private static LocalDate date(ResultSet row) throws SQLException {
        return LocalDate.parse(row.getString(1));
    }

    private static List<String> texts(Connection connection, String sql, Object... parameters) throws SQLException {
        return Sql.query(connection, row -> row.getString(1), sql, parameters);
    }

    /** A query's first column; empty where it is NULL, which is how a maximum says that there is none. */
    private static String first(Connection connection, String sql, Object... parameters) throws SQLException {
        return Objects.requireNonNullElse(texts(connection, sql, parameters).get(0), "");
    }
}
