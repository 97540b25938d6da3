package org.empw.consumption.ledger;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    public static final int DAYS_REMEMBERED = ReportTable.DAYS_REMEMBERED;

    private static final Logger log = LoggerFactory.getLogger(SqlLedger.class);

    private final SecureRandom random = new SecureRandom();
    private final Database database;
    private final Session session;
    private final ReportTable table;

    private SqlLedger(Database database, Session session, ReportTable table) {
        this.database = database;
        this.session = session;
        this.table = table;
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
        Session session = new Session(database, clock, sleep);
        SqlLedger ledger = new SqlLedger(database, session, new ReportTable(api, clock));
        try {
            boolean isNew = session.open(api);
            ledger.warn(isNew);
            return ledger;
        } catch (LedgerException e) {
            ledger.close();
            throw e;
        }
    }

    /** A renamed {@code API_BASE_URL} hides reports, and makes a day that was delivered look as if it was not. */
    private void warn(boolean isNew) throws LedgerException {
        if (isNew) {
            log.warn("The ledger is new, as it should be on a first run."
                    + " It would send again what was delivered without it");
        }
        for (String other : session.repeatedly(table::otherUnsettledApis)) {
            log.warn(
                    "The ledger also has reports that are unsent or in doubt for another API, {}; they wait until"
                            + " API_BASE_URL names it",
                    other);
        }
        if (session.repeatedly(table::hasOnlyOtherApis)) {
            log.warn(
                    "The ledger knows other APIs, but not {}. If only its name is new, set API_BASE_URL to the old one:"
                            + " under the new one, a day that was delivered is sent a second time",
                    table.api());
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
        session.repeatedly(c -> table.note(c, statement, List.of(new PlannedBatch(random.nextLong(), reports))));
    }

    @Override
    public Plan plan(List<ConsumptionReport> wanted, Predicate<ConsumptionReport> leftovers, IntUnaryOperator batchSize)
            throws LedgerException {
        return session.repeatedly(c -> plan(c, wanted, leftovers, batchSize));
    }

    private Plan plan(
            Connection c,
            List<ConsumptionReport> wanted,
            Predicate<ConsumptionReport> leftovers,
            IntUnaryOperator batchSize)
            throws SQLException {
        List<ConsumptionReport> toSend = new ArrayList<>(wanted);
        toSend.addAll(leftovers(table.unsettled(c, ReportState.UNSENT), wanted, leftovers));
        // As the rows lie: to note something of rows that are scattered takes SQLite fifteen times as long.
        toSend.sort(Comparator.comparing(ConsumptionReport::sensorId));
        List<PlannedBatch> batches = Plan.divide(toSend, batchSize, random::nextLong);
        Set<ConsumptionReport.Key> settled = table.note(c, ReportTable.PLAN, batches);
        return new Plan(
                Plan.without(settled, batches), table.stored(c, settled), table.unsettled(c, ReportState.IN_DOUBT));
    }

    /** What earlier runs left unsent, and this run does not want anyway. */
    private static Collection<ConsumptionReport> leftovers(
            List<ConsumptionReport> unsent, List<ConsumptionReport> wanted, Predicate<ConsumptionReport> leftovers) {
        Map<ConsumptionReport.Key, ConsumptionReport> others = new LinkedHashMap<>();
        unsent.stream().filter(leftovers).forEach(report -> others.put(report.key(), report));
        for (int i = 0; i < wanted.size() && !others.isEmpty(); i++) {
            others.remove(wanted.get(i).key());
        }
        if (!others.isEmpty()) {
            log.info("Earlier runs left {} unsent; they are delivered as well", Counted.of(others.size(), "report"));
        }
        return others.values();
    }

    @Override
    public void permit(PlannedBatch batch) throws LedgerException {
        if (session.isLost()) {
            throw new LedgerException(Kind.UNREACHABLE, "The connection to the ledger was lost");
        }
        try {
            session.inTransaction(c -> {
                int permitted = table.change(c, batch.number(), ReportState.UNSENT, ReportState.IN_DOUBT);
                if (permitted != batch.reports().size()) {
                    throw overtaken();
                }
                return permitted;
            });
        } catch (SQLException e) {
            if (database.isConflict(e)) {
                throw overtaken();
            }
            // A commit whose answer was lost is no permission, and may have happened or be about to.
            session.overNewConnection(c -> {
                table.ofBatch(c, batch.number(), database.forUpdate()); // waits for it
                return table.change(c, batch.number(), ReportState.IN_DOUBT, ReportState.UNSENT);
            });
            throw database.explain(e);
        }
    }

    private static LedgerException overtaken() {
        return new LedgerException(Kind.ANOTHER_RUN, "Another run is at work: it has planned the same reports");
    }

    @Override
    public void learn(PlannedBatch batch, ReportState state) throws LedgerException {
        Session.Work<Integer> work = c -> table.change(c, batch.number(), ReportState.IN_DOUBT, state);
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
    public List<ConsumptionReport> remaining(PlannedBatch batch) throws LedgerException {
        return session.repeatedly(c -> table.ofBatch(c, batch.number(), ""));
    }

    @Override
    public void forget() {
        try {
            String day = "";
            do {
                String last = day;
                day = session.isLost() ? "" : session.inTransaction(c -> table.forgetDayAfter(c, last));
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
