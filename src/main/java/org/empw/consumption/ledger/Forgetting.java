package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Forgets what is stored, was noted more than 60 days ago, and is of a day more than 60 days before the API's newest: the
 * API only ever gives the readings of one day. A transaction a day, so that none is long.
 */
final class Forgetting {
    /** How long a stored report is remembered. */
    static final int DAYS = 60;

    private static final String OF_API = " FROM empw_report WHERE api = ?";

    private final String api;
    private final long notedBefore;
    private String after = "";

    Forgetting(String api, Instant now) {
        this.api = api;
        this.notedBefore = now.minus(Duration.ofDays(DAYS)).toEpochMilli();
    }

    /** Forgets what can be forgotten of the next day; returns false when there is no further one. */
    boolean nextDay(Connection connection) throws SQLException {
        List<String> newest = Schema.column(connection, "SELECT max(report_date)" + OF_API, api);
        List<String> day =
                Schema.column(connection, "SELECT min(report_date)" + OF_API + " AND report_date > ?", api, after);
        if (day.isEmpty()
                || !LocalDate.parse(day.get(0))
                        .isBefore(LocalDate.parse(newest.get(0)).minusDays(DAYS))) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE" + OF_API + " AND report_date = ? AND state = 'stored' AND noted_at < ?")) {
            statement.setString(1, api);
            statement.setString(2, day.get(0));
            statement.setLong(3, notedBefore);
            statement.executeUpdate();
        }
        after = day.get(0);
        return true;
    }
}
