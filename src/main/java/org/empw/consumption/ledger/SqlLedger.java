package org.empw.consumption.ledger;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ledger in a database. What a method changed is committed when it returns. */
public final class SqlLedger implements Ledger {
    private static final Logger log = LoggerFactory.getLogger(SqlLedger.class);

    private final Database database;
    private final Session session;
    private final Planner planner;
    private final Retention retention;

    /** The days that this run wants, of which nothing is purged. */
    private final Set<LocalDate> days = new HashSet<>();

    private SqlLedger(Database database, Session session, Planner planner, Retention retention) {
        this.database = database;
        this.session = session;
        this.planner = planner;
        this.retention = retention;
    }

    /**
     * Opens the ledger at an address and takes its lock; waits for both within the run's waiting.
     *
     * @param api the address of the API, in the one form that is the same for all runs
     * @param countsOvernight whether the water of a day may be in the report of one of the next two
     * @throws LedgerException when it cannot be used
     */
    public static SqlLedger open(DatabaseUrl url, String api, RetryPolicy retryPolicy, boolean countsOvernight)
            throws LedgerException {
        return open(Database.of(url), api, retryPolicy, countsOvernight);
    }

    /** For tests, which bring a database that fails, or one that locks nothing. */
    public static SqlLedger open(Database database, String api, RetryPolicy retryPolicy, boolean countsOvernight)
            throws LedgerException {
        return Session.open(database, api, retryPolicy, session -> {
            boolean isNew = database.createTable(session.table().connection());
            OpeningWarnings.log(session, database, isNew);
            boolean hasLastReadings = Schema.hasLastReadings(session.table().connection());
            Planner planner = new Planner(hasLastReadings, countsOvernight);
            return new SqlLedger(database, session, planner, session.repeatedly(Retention::of));
        });
    }

    @Override
    public boolean isPersistent() {
        return true;
    }

    @Override
    public Plan plan(List<ConsumptionReport> wanted, PlanOptions options) throws LedgerException {
        return planned(
                table -> {
                    planner.markDaysBeforeInDoubt(table, wanted);
                    return planner.plan(table, wanted, options);
                },
                wanted);
    }

    @Override
    public Plan planFile(List<SentReport> unsent, List<SentReport> inDoubt, boolean includeInDoubt, PlanOptions options)
            throws LedgerException {
        List<SentReport> notApplied = new ArrayList<>(unsent);
        List<SentReport> uncertain = new ArrayList<>(inDoubt);
        if (includeInDoubt) {
            notApplied.addAll(inDoubt);
            uncertain.clear();
        }
        notApplied.removeIf(sent -> sent.batchId().isEmpty());
        List<ConsumptionReport> all = new ArrayList<>(SentReport.reports(unsent));
        all.addAll(SentReport.reports(inDoubt));
        return planned(
                table -> {
                    planner.note(table, Note.NOT_APPLIED, notApplied);
                    if (!includeInDoubt) {
                        planner.markDaysBeforeInDoubt(table, SentReport.reports(unsent));
                        planner.markOlderInDoubt(table, retention.oldestRemembered(), SentReport.reports(unsent));
                    }
                    planner.note(table, Note.IN_DOUBT, uncertain);
                    return planner.plan(table, all, options);
                },
                all);
    }

    /** Where rows cannot be inserted, the database may be full: then once after a purge. */
    private Plan planned(ReportTable.Work<Plan> planning, List<ConsumptionReport> wanted) throws LedgerException {
        wanted.forEach(report -> days.add(report.date()));
        try {
            return session.repeatedly(planning);
        } catch (SQLException e) {
            if (!database.isRightMissing(e)) {
                throw database.explain(e);
            }
            purge();
            return session.explained(planning);
        }
    }

    @Override
    public void claim(PlannedBatch batch) throws LedgerException {
        if (session.isLost()) {
            throw new LedgerException(Kind.UNREACHABLE, "The connection to the ledger was lost");
        }
        try {
            session.repeatedly(table -> {
                if (table.transition(batch, ReportState.UNSENT, ReportState.IN_DOUBT)
                        != batch.reports().size()) {
                    throw new LedgerException(
                            Kind.OVERTAKEN, "Another run is at work: it has planned the same reports");
                }
                return batch;
            });
        } catch (SQLException e) {
            // A commit whose answer was lost is no claim, and may have happened or be about to.
            session.overNewConnection(table -> {
                table.transition(batch, ReportState.UNSENT, ReportState.UNSENT); // waits for it: it needs the same rows
                return table.transition(batch, ReportState.IN_DOUBT, ReportState.UNSENT);
            });
            throw database.explain(e);
        }
    }

    @Override
    public void settle(PlannedBatch batch, ReportState outcome) throws LedgerException {
        ReportTable.Work<Integer> work = table -> table.transition(batch, ReportState.IN_DOUBT, outcome);
        if (!session.isLost()) {
            try {
                session.explained(work);
                return;
            } catch (LedgerException e) {
                log.warn("{}; noting what is known over a new connection", e.getMessage());
            }
        }
        session.overNewConnection(work);
    }

    @Override
    public List<ConsumptionReport> stillPlanned(PlannedBatch batch) throws LedgerException {
        return session.explained(table -> table.ofBatch(batch));
    }

    /**
     * Notes that the API has reports, because a person looked. What is unsent is certainly not there, and stays so.
     *
     * @return those that are unsent
     */
    public List<ConsumptionReport> markStored(List<ConsumptionReport> reports) throws LedgerException {
        Set<ConsumptionReport.Key> keys = ConsumptionReport.keys(reports);
        return session.explained(table -> {
            planner.note(table, Note.STORED, SentReport.unsent(reports));
            List<ConsumptionReport> unsent = SentReport.reports(table.unsettled(ReportState.UNSENT));
            return unsent.stream().filter(report -> keys.contains(report.key())).toList();
        });
    }

    @Override
    public void purge() {
        try {
            boolean more = !session.isLost();
            for (String day = ""; more; more = !day.isEmpty()) {
                String last = day;
                day = session.inTransaction(table -> retention.purgeDayAfter(table, last, days));
            }
        } catch (SQLException | LedgerException | RuntimeException | Error e) {
            log.warn("The ledger could not purge what was stored long ago; the next run tries again");
            log.debug("The ledger's failure", e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
