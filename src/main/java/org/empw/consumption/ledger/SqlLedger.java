package org.empw.consumption.ledger;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.text.Plural;
import org.empw.consumption.waiting.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ledger in a database. Each method is one transaction, and has happened when it returns. */
public final class SqlLedger implements Ledger {
    /** How long a stored report is remembered at least. */
    public static final int DAYS_REMEMBERED = 60;

    private static final Logger log = LoggerFactory.getLogger(SqlLedger.class);

    private static final String OVERTAKEN = "Another run is at work: it has planned the same reports";

    private final SecureRandom random = new SecureRandom();
    private final Database database;
    private final Session session;

    private SqlLedger(Database database, Session session) {
        this.database = database;
        this.session = session;
    }

    /**
     * Opens the ledger at an address and takes its lock.
     *
     * @param api the address of the API, in the one form that is the same for all runs
     * @throws LedgerException when it cannot be used; unless it says otherwise, it is of no use to try again
     */
    public static SqlLedger open(DatabaseUrl url, String api, Time time) throws LedgerException {
        SqlLedger ledger = open(Database.of(url), api, time);
        log.info("The ledger is {}", url);
        return ledger;
    }

    /** For tests, which bring a database that fails, or one that locks nothing. */
    public static SqlLedger open(Database database, String api, Time time) throws LedgerException {
        try {
            SqlLedger ledger = new SqlLedger(database, new Session(database, api, time));
            try {
                ledger.warn(database.lock(ledger.session.connection(), api), api);
                return ledger;
            } catch (SQLException | LedgerException e) {
                ledger.close();
                throw e;
            }
        } catch (SQLException e) {
            throw database.explain(e);
        }
    }

    /** A renamed {@code API_BASE_URL} hides reports, and makes a day that was delivered look as if it was not. */
    private void warn(boolean isNew, String api) throws LedgerException {
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
                            + " under the new one, a day that was delivered is sent a second time",
                    api);
        }
    }

    @Override
    public boolean isPersistent() {
        return true;
    }

    @Override
    public void markInDoubt(List<ConsumptionReport> reports) throws LedgerException {
        note(ReportTable.DOUBT, reports);
    }

    @Override
    public void markUnsent(List<ConsumptionReport> reports) throws LedgerException {
        note(ReportTable.ALLOW, reports);
    }

    @Override
    public void markStored(List<ConsumptionReport> reports) throws LedgerException {
        note(ReportTable.MARK_STORED, reports);
    }

    private void note(String statement, List<ConsumptionReport> reports) throws LedgerException {
        session.repeatedly(table -> table.note(statement, List.of(new PlannedBatch(random.nextLong(), reports))));
    }

    @Override
    public Plan plan(List<ConsumptionReport> wanted, Predicate<ConsumptionReport> leftovers, IntUnaryOperator batchSize)
            throws LedgerException {
        return session.repeatedly(table -> plan(table, wanted, leftovers, batchSize));
    }

    private Plan plan(
            ReportTable table,
            List<ConsumptionReport> wanted,
            Predicate<ConsumptionReport> leftovers,
            IntUnaryOperator batchSize)
            throws SQLException {
        List<ConsumptionReport> toSend = table.unsettled(ReportState.UNSENT);
        toSend.removeIf(leftovers.negate());
        if (!toSend.isEmpty()) {
            Set<ConsumptionReport.Key> keys = ConsumptionReport.keys(wanted);
            toSend.removeIf(report -> keys.contains(report.key()));
        }
        if (!toSend.isEmpty()) {
            log.info("Earlier runs left {} unsent; they are delivered as well", Plural.of(toSend.size(), "report"));
        }
        toSend.addAll(wanted);
        // As the rows lie: to note something of rows that are scattered takes SQLite fifteen times as long.
        toSend.sort(Comparator.comparing(ConsumptionReport::sensorId));
        List<PlannedBatch> batches = Plan.divide(toSend, batchSize, random::nextLong);
        Set<ConsumptionReport.Key> settled = table.note(ReportTable.PLAN, batches);
        List<PlannedBatch> rest = batches.stream()
                .map(batch -> batch.without(settled))
                .filter(batch -> !batch.reports().isEmpty())
                .toList();
        return new Plan(rest, table.stored(settled), table.unsettled(ReportState.IN_DOUBT));
    }

    @Override
    public void claim(PlannedBatch batch) throws LedgerException {
        if (session.isLost()) {
            throw new LedgerException(Kind.UNREACHABLE, "The connection to the ledger was lost");
        }
        try {
            session.inTransaction(table -> {
                if (table.transition(batch, ReportState.UNSENT, ReportState.IN_DOUBT)
                        != batch.reports().size()) {
                    throw new LedgerException(Kind.ANOTHER_RUN, OVERTAKEN);
                }
                return batch;
            });
        } catch (SQLException e) {
            if (database.isConflict(e)) {
                throw new LedgerException(Kind.ANOTHER_RUN, OVERTAKEN);
            }
            // A commit whose answer was lost is no permission, and may have happened or be about to.
            session.overNewConnection(table -> {
                table.transition(
                        batch, ReportState.UNSENT, ReportState.UNSENT); // waits for it, as it needs the same rows
                return table.transition(batch, ReportState.IN_DOUBT, ReportState.UNSENT);
            });
            throw database.explain(e);
        }
    }

    @Override
    public void settle(PlannedBatch batch, ReportState state) throws LedgerException {
        ReportTable.Work<Integer> work = table -> table.transition(batch, ReportState.IN_DOUBT, state);
        if (!session.isLost()) {
            try {
                session.repeatedly(work);
                return;
            } catch (LedgerException e) {
                log.warn("{}; noting what is known over a new connection", e.getMessage());
            }
        }
        session.overNewConnection(work);
    }

    @Override
    public List<ConsumptionReport> stillPlanned(PlannedBatch batch) throws LedgerException {
        return session.repeatedly(table -> table.ofBatch(batch));
    }

    @Override
    public void purge() {
        try {
            boolean more = !session.isLost();
            for (String day = ""; more; more = !day.isEmpty()) {
                String last = day;
                day = session.inTransaction(table -> table.purgeDayAfter(last));
            }
        } catch (SQLException | LedgerException e) {
            log.warn("The ledger could not forget what was stored long ago; the next run tries again");
            log.debug("The ledger's failure", e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
