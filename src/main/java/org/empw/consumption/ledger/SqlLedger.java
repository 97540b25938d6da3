package org.empw.consumption.ledger;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.text.Plural;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ledger in a database. Each method is one transaction, and has happened when it returns. */
public final class SqlLedger implements Ledger {
    private static final Logger log = LoggerFactory.getLogger(SqlLedger.class);

    private final SecureRandom random = new SecureRandom();
    private final Database database;
    private final Session session;
    private final Retention retention;

    /** The days that this run wants, of which nothing is purged. */
    private final Set<LocalDate> days = new HashSet<>();

    private SqlLedger(Database database, Session session, Retention retention) {
        this.database = database;
        this.session = session;
        this.retention = retention;
    }

    /**
     * Opens the ledger at an address and takes its lock; waits for both within the run's waiting.
     *
     * @param api the address of the API, in the one form that is the same for all runs
     * @throws LedgerException when it cannot be used
     */
    public static SqlLedger open(DatabaseUrl url, String api, RetryPolicy retryPolicy) throws LedgerException {
        return open(Database.of(url), api, retryPolicy);
    }

    /** For tests, which bring a database that fails, or one that locks nothing. */
    public static SqlLedger open(Database database, String api, RetryPolicy retryPolicy) throws LedgerException {
        return Session.open(database, api, retryPolicy, session -> {
            boolean isNew = database.createTable(session.table().connection());
            OpeningWarnings.log(session, database, isNew);
            return new SqlLedger(database, session, session.repeatedly(Retention::of));
        });
    }

    @Override
    public boolean isPersistent() {
        return true;
    }

    @Override
    public Plan plan(List<ConsumptionReport> wanted, Predicate<ConsumptionReport> leftovers, IntUnaryOperator batchSize)
            throws LedgerException {
        return planned(table -> plan(table, wanted, leftovers, batchSize), wanted);
    }

    @Override
    public Plan planFile(
            List<SentReport> unsent,
            List<SentReport> inDoubt,
            boolean includeInDoubt,
            Predicate<ConsumptionReport> leftovers,
            IntUnaryOperator batchSize)
            throws LedgerException {
        List<SentReport> notApplied = new ArrayList<>(unsent);
        List<SentReport> uncertain = new ArrayList<>(inDoubt);
        if (includeInDoubt) {
            notApplied.addAll(inDoubt);
            uncertain.clear();
        } else {
            unsent.stream().filter(this::mayBePurged).forEach(uncertain::add);
        }
        notApplied.removeIf(sent -> sent.batchId().isEmpty());
        List<ConsumptionReport> all = new ArrayList<>(SentReport.reports(unsent));
        all.addAll(SentReport.reports(inDoubt));
        return planned(
                table -> {
                    table.note(Note.NOT_APPLIED, rows(notApplied));
                    table.note(Note.IN_DOUBT, rows(uncertain));
                    return plan(table, all, leftovers, batchSize);
                },
                all);
    }

    private boolean mayBePurged(SentReport sent) {
        return sent.report().date().isBefore(retention.oldestRemembered());
    }

    /** Rows with a batch of their own, which no run sends. */
    private List<ReportTable.Row> rows(List<SentReport> reports) {
        long batchId = random.nextLong();
        return reports.stream()
                .map(sent -> new ReportTable.Row(sent.report(), batchId, sent.batchId()))
                .toList();
    }

    /** Where rows cannot be inserted, the database may be full: then once after a purge. */
    private Plan planned(ReportTable.Work<Plan> planning, List<ConsumptionReport> wanted) throws LedgerException {
        wanted.forEach(report -> days.add(report.date()));
        try {
            return session.repeatedly(planning);
        } catch (SQLException e) {
            if (!database.isInsertRefused(e)) {
                throw database.explain(e);
            }
            purge();
            return session.explained(planning);
        }
    }

    private Plan plan(
            ReportTable table,
            List<ConsumptionReport> wanted,
            Predicate<ConsumptionReport> leftovers,
            IntUnaryOperator batchSize)
            throws SQLException {
        List<ConsumptionReport> toSend = new ArrayList<>(SentReport.reports(table.unsettled(ReportState.UNSENT)));
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
        List<ReportTable.Row> rows = new ArrayList<>();
        for (PlannedBatch batch : batches) {
            batch.reports()
                    .forEach(report -> rows.add(new ReportTable.Row(report, batch.batchId(), OptionalLong.empty())));
        }
        Set<ConsumptionReport.Key> settled = table.note(Note.PLANNED, rows);
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
            table.note(Note.STORED, rows(SentReport.unsent(reports)));
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
            log.warn("The ledger could not forget what was stored long ago; the next run tries again");
            log.debug("The ledger's failure", e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
