package org.empw.consumption.ledger;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person should know of a ledger that has just been opened, because it may hide reports or send a day again. */
final class OpeningWarnings {
    private static final Logger log = LoggerFactory.getLogger(OpeningWarnings.class);

    private OpeningWarnings() {}

    static void log(Session session, Database database, boolean isNew) throws SQLException, LedgerException {
        log.info("The ledger is {}", database.url());
        database.warning().ifPresent(log::warn);
        if (isNew) {
            log.warn("The ledger is new, as it should be on a first run."
                    + " It would send again what was delivered without it");
        }
        for (String other : session.repeatedly(ReportTable::otherUnsettledApis)) {
            log.warn(
                    "The ledger also has reports that are unsent or in doubt for another API, {}; they wait until"
                            + " API_BASE_URL names it",
                    other);
        }
        if (session.repeatedly(ReportTable::hasOnlyOtherApis)) {
            log.warn(
                    "The ledger knows other APIs, but not {}. If only its name is new, set API_BASE_URL to the old one:"
                            + " under the new one, a day that was delivered is sent a second time. If the API has moved,"
                            + " docs/troubleshooting.md says what to do first",
                    session.table().api());
        }
    }
}
