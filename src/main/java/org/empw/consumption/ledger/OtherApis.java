package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What the ledger knows beside the reports to one API: a renamed {@code API_BASE_URL} hides reports, and makes a day that
 * was delivered look as if it was not.
 *
 * @param unsettled the other APIs for which reports are unsent or in doubt
 * @param isThisUnknown whether it has reports to others, but none to this one
 */
record OtherApis(List<String> unsettled, boolean isThisUnknown) {
    static OtherApis find(Connection connection, String api) throws SQLException {
        List<String> unsettled = Schema.column(
                connection,
                "SELECT DISTINCT api || '' AS other FROM empw_report WHERE state <> 'stored' AND api || '' <> ?"
                        + " ORDER BY other",
                api);
        // Not "LIMIT 1": for an API that has no reports PostgreSQL would go through the whole history.
        boolean known = !Schema.column(connection, "SELECT max(report_date) FROM empw_report WHERE api = ?", api)
                .isEmpty();
        boolean empty =
                Schema.column(connection, "SELECT max(api) FROM empw_report").isEmpty();
        return new OtherApis(unsettled, !empty && !known);
    }
}
