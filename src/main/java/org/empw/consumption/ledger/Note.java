package org.empw.consumption.ledger;

/** What can be noted about a report by its key. Each statement changes one row or none. */
enum Note {
    /** Plans a report that is unsent or not known yet into a batch. */
    PLANNED(Note.insert("unsent")
            + "UPDATE SET batch = excluded.batch, noted_at = excluded.noted_at, consumption = excluded.consumption"
            + " WHERE empw_report.state = 'unsent'"),

    /** The same, with the last reading of its day. */
    PLANNED_DAY("INSERT INTO empw_report"
            + " (batch, noted_at, consumption, api, report_date, sensor_id, state, last_at, last_level)"
            + " VALUES (?, ?, ?, ?, ?, ?, 'unsent', ?, ?) ON CONFLICT (api, report_date, sensor_id) DO "
            + "UPDATE SET batch = excluded.batch, noted_at = excluded.noted_at, consumption = excluded.consumption,"
            // A null time keeps the last reading that is there, if the consumption is the same; a null level says that
            // no day may count from it.
            + " last_at = coalesce(excluded.last_at, empw_report.last_at), last_level = CASE WHEN excluded.last_at IS NOT"
            + " NULL THEN excluded.last_level WHEN excluded.consumption = empw_report.consumption"
            + " THEN empw_report.last_level END WHERE empw_report.state = 'unsent'"),

    /** A report that is not known yet is in doubt. */
    IN_DOUBT(Note.insert("in_doubt") + "NOTHING"),

    /** The API has a report that is in doubt or not known yet. The consumption stays that of the POST. */
    STORED(Note.insert("stored")
            + "UPDATE SET batch = excluded.batch, noted_at = excluded.noted_at, state = excluded.state"
            + " WHERE empw_report.state = 'in_doubt'"),

    /** A person looked, and the POST of a batch was not applied: what is in doubt since that POST, and no later one. */
    NOT_APPLIED("UPDATE empw_report SET batch = ?, noted_at = ?, consumption = ?, state = 'unsent'"
            + " WHERE api = ? AND report_date = ? AND sensor_id = ? AND state = 'in_doubt' AND batch = ?");

    /** Its parameters: the new batch, the time, the consumption, the key; then, for two notes, one or two more. */
    final String sql;

    Note(String sql) {
        this.sql = sql;
    }

    private static String insert(String state) {
        return "INSERT INTO empw_report (batch, noted_at, consumption, api, report_date, sensor_id, state)"
                + " VALUES (?, ?, ?, ?, ?, ?, '" + state + "') ON CONFLICT (api, report_date, sensor_id) DO ";
    }
}
