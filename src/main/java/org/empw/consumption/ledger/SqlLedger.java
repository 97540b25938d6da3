package org.empw.consumption.ledger;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.text.Counted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ledger in a database. Each method is one transaction, and has happened when it returns. */
public final class SqlLedger implements Ledger {
    /** How long a stored report is remembered at least. */
    public static final int DAYS_REMEMBERED = 60;

    private static final Logger log = LoggerFactory.getLogger(SqlLedger.class);

    private final SecureRandom random = new SecureRandom();
    private final Session session;

    private SqlLedger(Session session) {
        this.session = session;
    }

    /**
     * Opens the ledger at an address and takes its lock.
     *
     * @param api the address of the API, in the one form that is the same for all runs
     * @param sleep lets time pass, even when the run was told to stop; false when there is no more
     * @throws LedgerException when it cannot be used; unless it says otherwise, it is of no use to try again
     */
    public static SqlLedger open(DatabaseUrl url, String api, InstantSource clock, Predicate<Duration> sleep)
            throws LedgerException {
        SqlLedger ledger = open(Database.of(url), api, clock, sleep);
        log.info("The ledger is {}", url);
        return ledger;
    }

    /** For tests, which bring a database that fails, or one that locks nothing. */
    static SqlLedger open(Database database, String api, InstantSource clock, Predicate<Duration> sleep)
            throws LedgerException {
        SqlLedger ledger = new SqlLedger(new Session(database, api, clock, sleep));
        try {
            ledger.warn(ledger.session.open(), api);
            return ledger;
        } catch (LedgerException e) {
            ledger.close();
            throw e;
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
    public boolean isKept() {
        return true;
    }

    @Override
    public void doubt(List<ConsumptionReport> reports) throws LedgerException {
        note(ReportTable.DOUBT, reports);
    }

    @Override
    public void allow(List<ConsumptionReport> reports) throws LedgerException {
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
        return session.repeatedly(table -> {
            List<ConsumptionReport> toSend = new ArrayList<>(wanted);
            toSend.addAll(leftovers(table, wanted, leftovers));
            // As the rows lie: to note something of rows that are scattered takes SQLite fifteen times as long.
            toSend.sort(Comparator.comparing(ConsumptionReport::sensorId));
            List<PlannedBatch> batches = Plan.divide(toSend, batchSize, random::nextLong);
            Set<ConsumptionReport.Key> settled = table.note(ReportTable.PLAN, batches);
            List<ConsumptionReport> stored = table.stored(settled);
            return new Plan(Plan.without(settled, batches), stored, table.unsettled(ReportState.IN_DOUBT));
        });
    }

    /** What earlier runs left unsent, and this run does not want anyway. */
    private static List<ConsumptionReport> leftovers(
            ReportTable table, List<ConsumptionReport> wanted, Predicate<ConsumptionReport> leftovers)
            throws SQLException {
        List<ConsumptionReport> others = table.unsettled(ReportState.UNSENT);
        others.removeIf(leftovers.negate());
        if (!others.isEmpty()) {
            Set<ConsumptionReport.Key> keys = ConsumptionReport.keys(wanted);
            others.removeIf(report -> keys.contains(report.key()));
        }
        if (!others.isEmpty()) {
            log.info("Earlier runs left {} unsent; they are delivered as well", Counted.of(others.size(), "report"));
        }
        return others;
    }

    @Override
    public void permit(PlannedBatch batch) throws LedgerException {
        if (session.lost) {
            throw new LedgerException(Kind.UNREACHABLE, "The connection to the ledger was lost");
        }
        try {
            session.inTransaction(table -> {
                int permitted = table.change(batch, ReportState.UNSENT, ReportState.IN_DOUBT);
                if (permitted != batch.reports().size()) {
                    throw overtaken();
                }
                return permitted;
            });
        } catch (SQLException e) {
            if (session.database.isConflict(e)) {
                throw overtaken();
            }
            // A commit whose answer was lost is no permission, and may have happened or be about to.
            session.overNewConnection(table -> {
                table.change(batch, ReportState.UNSENT, ReportState.UNSENT); // waits for it, as it needs the same rows
                return table.change(batch, ReportState.IN_DOUBT, ReportState.UNSENT);
            });
            throw session.database.explain(e);
        }
    }

    private static LedgerException overtaken() {
        return new LedgerException(Kind.ANOTHER_RUN, "Another run is at work: it has planned the same reports");
    }

    @Override
    public void learn(PlannedBatch batch, ReportState state) throws LedgerException {
        Session.Work<Integer> work = table -> table.change(batch, ReportState.IN_DOUBT, state);
        if (!session.lost) {
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
    public List<ConsumptionReport> remaining(PlannedBatch batch) throws LedgerException {
        return session.repeatedly(table -> table.ofBatch(batch));
    }

    @Override
    public void forget() {
        try {
            String day = "";
            do {
                String last = day;
                day = session.lost ? "" : session.inTransaction(table -> table.forgetDayAfter(last));
            } while (!day.isEmpty());
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
