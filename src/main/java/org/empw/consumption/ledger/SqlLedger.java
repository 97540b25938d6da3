package org.empw.consumption.ledger;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
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
    private final Predicate<Duration> sleep;
    private ReportTable current;
    private boolean lost; // the first connection, and the lock with it

    private SqlLedger(Database database, ReportTable table, Predicate<Duration> sleep) {
        this.database = database;
        current = table;
        this.sleep = sleep;
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
    public static SqlLedger open(Database database, String api, InstantSource clock, Predicate<Duration> sleep)
            throws LedgerException {
        try {
            SqlLedger ledger = new SqlLedger(database, new ReportTable(database.connect(), api, clock), sleep);
            try {
                ledger.warn(database.lock(ledger.current.connection(), api));
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
    private void warn(boolean isNew) throws LedgerException {
        if (isNew) {
            log.warn("The ledger is new, as it should be on a first run."
                    + " It would send again what was delivered without it");
        }
        for (String other : repeatedly(ReportTable::otherUnsettledApis)) {
            log.warn(
                    "The ledger also has reports that are unsent or in doubt for another API, {}; they wait until"
                            + " API_BASE_URL names it",
                    other);
        }
        if (repeatedly(ReportTable::hasOnlyOtherApis)) {
            log.warn(
                    "The ledger knows other APIs, but not {}. If only its name is new, set API_BASE_URL to the old one:"
                            + " under the new one, a day that was delivered is sent a second time",
                    current.api());
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
        repeatedly(table -> table.note(statement, List.of(new PlannedBatch(random.nextLong(), reports))));
    }

    @Override
    public Plan plan(List<ConsumptionReport> wanted, Predicate<ConsumptionReport> leftovers, IntUnaryOperator batchSize)
            throws LedgerException {
        return repeatedly(table -> Plan.make(table, wanted, leftovers, batchSize, random::nextLong));
    }

    @Override
    public void permit(PlannedBatch batch) throws LedgerException {
        if (lost) {
            throw new LedgerException(Kind.UNREACHABLE, "The connection to the ledger was lost");
        }
        try {
            inTransaction(table -> {
                if (table.change(batch, ReportState.UNSENT, ReportState.IN_DOUBT)
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
            overNewConnection(table -> {
                table.change(batch, ReportState.UNSENT, ReportState.UNSENT); // waits for it, as it needs the same rows
                return table.change(batch, ReportState.IN_DOUBT, ReportState.UNSENT);
            });
            throw database.explain(e);
        }
    }

    @Override
    public void learn(PlannedBatch batch, ReportState state) throws LedgerException {
        ReportTable.Work<Integer> work = table -> table.change(batch, ReportState.IN_DOUBT, state);
        if (!lost) {
            try {
                repeatedly(work);
                return;
            } catch (LedgerException e) {
                log.warn("{}; noting what is known over a new connection", e.getMessage());
            }
        }
        overNewConnection(work);
    }

    @Override
    public List<ConsumptionReport> remaining(PlannedBatch batch) throws LedgerException {
        return repeatedly(table -> table.ofBatch(batch));
    }

    @Override
    public void forget() {
        try {
            boolean more = !lost;
            for (String day = ""; more; more = !day.isEmpty()) {
                String last = day;
                day = inTransaction(table -> table.forgetDayAfter(last));
            }
        } catch (SQLException | LedgerException e) {
            log.warn("The ledger could not forget what was stored long ago; the next run tries again");
            log.debug("The ledger's failure", e);
        }
    }

    private <T> T inTransaction(ReportTable.Work<T> work) throws SQLException, LedgerException {
        try {
            T result = work.on(current);
            current.connection().commit();
            return result;
        } catch (SQLException | LedgerException | RuntimeException | Error e) {
            try {
                current.connection().rollback();
            } catch (SQLException notRolledBack) {
                log.debug("Not rolled back; the end of the connection does that", notRolledBack);
            }
            throw e;
        }
    }

    /** As {@link #inTransaction}, and again where another transaction was in the way. */
    private <T> T repeatedly(ReportTable.Work<T> work) throws LedgerException {
        for (int tries = 1; ; tries++) {
            try {
                return inTransaction(work);
            } catch (SQLException e) {
                if (!database.isConflict(e) || tries == 3) {
                    throw database.explain(e);
                }
            }
        }
    }

    /** Does the work over a new connection, which has no lock: as often as it takes, for half a minute. */
    private <T> T overNewConnection(ReportTable.Work<T> work) throws LedgerException {
        lost = true;
        Instant end = current.clock().instant().plus(Duration.ofSeconds(30));
        while (true) {
            try {
                close();
                current = new ReportTable(database.connect(), current.api(), current.clock());
                return inTransaction(work);
            } catch (SQLException e) {
                if (!current.clock().instant().isBefore(end) || !sleep.test(Duration.ofSeconds(1))) {
                    throw database.explain(e);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            current.connection().close();
        } catch (SQLException e) {
            log.debug("The ledger's connection was not closed", e);
        }
    }
}
