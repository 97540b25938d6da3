package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import org.empw.consumption.calculation.FleetHistory;
import org.empw.consumption.calculation.ReportDate;
import org.empw.consumption.calculation.SensorHistory.LastReading;

/** Reads the days before from a ledger, without its lock: a run that is at work does not disturb it, nor it the run. */
public final class HistoryReader {
    private static final int MAX_SECONDS = 5;
    private static final int ROWS_AT_ONCE = 10_000;

    /** By the primary key, backwards: the newest day first, so that a sensor's first row is its newest. */
    private static final String DAYS_BEFORE = "SELECT report_date, sensor_id, consumption, %s FROM empw_report"
            + " WHERE api = ? AND report_date >= ? AND report_date < ? ORDER BY report_date DESC, sensor_id DESC";

    private static final String STORED =
            "SELECT sensor_id FROM empw_report WHERE api = ? AND report_date = ? AND state = 'stored'";

    private HistoryReader() {}

    /**
     * What is known of the days before {@code date}.
     *
     * @param api the address of the API, in the one form that is the same for all runs
     * @throws LedgerException where it cannot be read within five seconds
     */
    public static FleetHistory read(DatabaseUrl url, String api, LocalDate date) throws LedgerException {
        Database database = Database.of(url);
        if (!database.exists()) {
            return FleetHistory.none(date);
        }
        long end = System.nanoTime() + MAX_SECONDS * 1_000_000_000L;
        try (Connection connection = database.connectReadOnly(MAX_SECONDS)) {
            if (!database.hasTable(connection)) {
                return FleetHistory.none(date);
            }
            FleetHistory.Builder history = new FleetHistory.Builder(date);
            readDaysBefore(connection, api, date, history, end);
            try (PreparedStatement query = connection.prepareStatement(STORED)) {
                query.setString(1, api);
                query.setString(2, date.toString());
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        history.addStored(rows.getString(1));
                    }
                }
            }
            return history.build();
        } catch (SQLException e) {
            throw database.explain(e);
        }
    }

    private static void readDaysBefore(
            Connection connection, String api, LocalDate date, FleetHistory.Builder history, long end)
            throws SQLException, LedgerException {
        boolean hasLast = Schema.hasLastReadings(connection);
        String sql = DAYS_BEFORE.formatted(hasLast ? "last_at, last_level" : "NULL, NULL");
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, api);
            query.setString(2, date.minusDays(FleetHistory.DAYS).toString());
            query.setString(3, date.toString());
            query.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = query.executeQuery()) {
                String dayText = "";
                Optional<LocalDate> day = Optional.empty();
                for (long row = 0; rows.next(); row++) {
                    if (row % ROWS_AT_ONCE == 0 && System.nanoTime() > end) {
                        throw new LedgerException(
                                LedgerException.Kind.UNREACHABLE, "Reading the days before took more than 5 s");
                    }
                    String text = rows.getString(1);
                    if (!text.equals(dayText)) {
                        dayText = text;
                        day = ReportDate.parse(text);
                    }
                    if (day.isPresent()) {
                        history.add(day.get(), rows.getString(2), millionths(rows.getString(3)), lastReading(rows));
                    }
                }
            }
        }
    }

    private static Optional<LastReading> lastReading(ResultSet row) throws SQLException {
        long micros = row.getLong(4);
        boolean isKnown = !row.wasNull();
        long level = row.getLong(5);
        return isKnown && !row.wasNull() ? Optional.of(new LastReading(micros, level)) : Optional.empty();
    }

    /** Near enough to compare with; a cast keeps what is too large for a long at its largest. */
    private static long millionths(String consumption) {
        return (long) (Double.parseDouble(consumption) * 1e6);
    }
}
