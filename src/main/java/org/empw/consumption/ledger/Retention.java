package org.empw.consumption.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * What is remembered, and until when. A stored report is purged 60 days after it was noted, if its day is also 60
 * days before the API's newest: the API only ever gives the readings of one day.
 *
 * <p>A clock can be wrong. So what purges goes by the earlier of the clock and the ledger's last note, and what asks
 * whether a day would have been purged goes by the later one.
 *
 * @param now the clock
 * @param lastNote when the ledger was last written to before this run; the clock where it never was
 */
record Retention(Instant now, Instant lastNote) {
    private static final int DAYS = 60;

    /** The newest of one note of each known day: a day's notes are made within minutes, and an index leads to its first. */
    private static final String LAST_NOTE = """
            WITH RECURSIVE days(day) AS (
              SELECT max(report_date) FROM empw_report WHERE api = ?
              UNION ALL
              SELECT (SELECT max(report_date) FROM empw_report WHERE api = ? AND report_date < day)
                FROM days WHERE day IS NOT NULL)
            SELECT max((SELECT noted_at FROM empw_report WHERE api = ? AND report_date = day
              ORDER BY api, report_date, sensor_id LIMIT 1)) FROM days""";

    static Retention of(ReportTable table) throws SQLException {
        Instant now = table.clock().instant();
        String lastNote = table.first(LAST_NOTE, table.api(), table.api(), table.api());
        boolean isTime = lastNote.matches("-?[0-9]{1,18}");
        return new Retention(now, isTime ? Instant.ofEpochMilli(Long.parseLong(lastNote)) : now);
    }

    /** The oldest day of which each stored report is remembered for certain. */
    LocalDate oldestRemembered() {
        return LocalDate.ofInstant(lastNote.isAfter(now) ? lastNote : now, ZoneOffset.UTC)
                .minusDays(DAYS);
    }

    /**
     * Looks at the first day after {@code day}, and purges its old stored reports. Returns that day; empty when no
     * later day is old enough.
     *
     * @param wanted the days that this run wanted, of which nothing is purged
     */
    String purgeDayAfter(ReportTable table, String day, Set<LocalDate> wanted) throws SQLException {
        Instant safe = lastNote.isBefore(now) ? lastNote : now;
        // A later day comes from a wrong clock or a file. Tomorrow is right: a day begins earlier in the API's zone.
        LocalDate tomorrow = LocalDate.ofInstant(safe, ZoneOffset.UTC).plusDays(1);
        String newest = table.first(
                "SELECT max(report_date) FROM empw_report WHERE api = ? AND report_date <= ?",
                table.api(),
                tomorrow.toString());
        String next = table.first(
                "SELECT min(report_date) FROM empw_report WHERE api = ? AND report_date > ?", table.api(), day);
        if (newest.isEmpty()
                || next.isEmpty()
                || next.compareTo(LocalDate.parse(newest).minusDays(DAYS).toString()) >= 0) {
            return "";
        }
        if (wanted.stream().noneMatch(date -> date.toString().equals(next))) {
            table.update(
                    "DELETE FROM empw_report WHERE api = ? AND report_date = ? AND state = 'stored' AND noted_at < ?",
                    table.api(),
                    next,
                    safe.minus(Duration.ofDays(DAYS)).toEpochMilli());
        }
        return next;
    }
}
