package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.empw.consumption.calculation.FleetHistory;
import org.empw.consumption.calculation.SensorHistory.LastReading;
import org.empw.consumption.waiting.Time;

/**
 * Reads the days before from a ledger, without its lock: it does not disturb a run that is at work, and the run does
 * not disturb it.
 */
public final class HistoryReader {
    /** How long a lock is waited for; in PostgreSQL, how long one statement may take. */
    private static final int MAX_SECONDS_FOR_A_LOCK = 5;

    /** How long all of it may take. 2.8 million rows take about one second on SQLite and two on PostgreSQL. */
    private static final int MAX_SECONDS = 15;

    private static final int ROWS_AT_ONCE = 10_000;

    /** A day at a time, and as few columns as can be: a call for each column of each row is what takes the time. */
    private static final String DAY =
            "SELECT sensor_id, CAST(consumption AS DOUBLE PRECISION), %s FROM empw_report WHERE api = ? AND report_date = ?";

    private static final String STORED =
            "SELECT sensor_id FROM empw_report WHERE api = ? AND report_date = ? AND state = 'stored'";

    /** PostgreSQL's state where a statement took longer than it may. */
    private static final String BROKEN_OFF = "57014";

    private HistoryReader() {}

    /**
     * What is known of the days before {@code date}.
     *
     * @param api the address of the API, in the one form that is the same for all runs
     * @throws LedgerException where it cannot be read soon
     */
    public static FleetHistory read(DatabaseUrl url, String api, LocalDate date, Time time) throws LedgerException {
        Database database = Database.of(url);
        if (!database.exists()) {
            return FleetHistory.none(date);
        }
        Instant end = time.instant().plusSeconds(MAX_SECONDS);
        try (Connection connection = database.connectReadOnly(time, MAX_SECONDS_FOR_A_LOCK)) {
            if (!database.hasTable(connection)) {
                return FleetHistory.none(date);
            }
            ReportTable table = new ReportTable(connection, api, time);
            String last = Schema.hasLastReadings(connection) ? "last_at, last_level" : "NULL, NULL";
            String sql = DAY.formatted(last);
            FleetHistory.Builder history = new FleetHistory.Builder(date);
            for (int days = 1; days <= FleetHistory.DAYS; days++) {
                readDay(connection, sql, api, date.minusDays(days), history);
                if (time.instant().isAfter(end)) {
                    throw tooSlow(MAX_SECONDS);
                }
            }
            table.query(row -> row.getString(1), STORED, api, date.toString()).forEach(history::addStored);
            return history.build();
        } catch (SQLException e) {
            throw BROKEN_OFF.equals(e.getSQLState()) ? tooSlow(MAX_SECONDS_FOR_A_LOCK) : database.explain(e);
        }
    }

    private static LedgerException tooSlow(int seconds) {
        return new LedgerException(
                LedgerException.Kind.UNREACHABLE,
                "Reading the days before took more than " + seconds
                        + " s: the ledger is busy, or somebody else keeps it");
    }

    private static void readDay(
            Connection connection, String sql, String api, LocalDate day, FleetHistory.Builder history)
            throws SQLException {
        history.nextDay(day);
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, api);
            query.setString(2, day.toString());
            query.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String sensorId = rows.getString(1);
                    if (history.add(sensorId, (long) (rows.getDouble(2) * 1e6))) {
                        lastReading(rows).ifPresent(last -> history.addLastReading(sensorId, last));
                    }
                }
            }
        }
    }

    private static Optional<LastReading> lastReading(ResultSet row) throws SQLException {
        long micros = row.getLong(3);
        boolean isKnown = !row.wasNull();
        long level = row.getLong(4);
        return isKnown && !row.wasNull() ? Optional.of(new LastReading(micros, level)) : Optional.empty();
    }
}
