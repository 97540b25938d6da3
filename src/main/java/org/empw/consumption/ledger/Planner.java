package org.empw.consumption.ledger;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.SensorHistory.LastReading;
import org.empw.consumption.ledger.Ledger.LastReadingOf;
import org.empw.consumption.ledger.ReportTable.Row;
import org.empw.consumption.text.Plural;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes reports for a run, in the transaction of its caller.
 *
 * @param hasLastReadings whether the table has columns for the last reading of a day
 * @param countsOvernight whether the water of a day may be in the report of one of the next two
 */
record Planner(boolean hasLastReadings, boolean countsOvernight) {
    private static final Logger log = LoggerFactory.getLogger(Planner.class);

    /** Gives batches ids that were never used before. */
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Plans the wanted reports and the leftovers that pass, see {@link Ledger#plan}. */
    Plan plan(ReportTable table, List<ConsumptionReport> wanted, PlanOptions options) throws SQLException {
        List<ConsumptionReport> unsent = SentReport.reports(table.unsettled(ReportState.UNSENT));
        Set<ConsumptionReport.Key> wantedKeys = unsent.isEmpty() ? Set.of() : ConsumptionReport.keys(wanted);
        List<ConsumptionReport> left = new ArrayList<>(unsent);
        left.removeIf(report ->
                wantedKeys.contains(report.key()) || !options.leftovers().test(report));
        if (!left.isEmpty()) {
            log.info("Earlier runs left {} unsent; they are delivered as well", Plural.of(left.size(), "report"));
        }
        // The night after them may be counted already, from the last reading of the number that the ledger has.
        Map<ConsumptionReport.Key, ConsumptionReport> fixed = new HashMap<>();
        withSuccessor(table, unsent).forEach(report -> fixed.put(report.key(), report));
        Set<ConsumptionReport.Key> knownKeys = ConsumptionReport.keys(left);
        knownKeys.addAll(fixed.keySet());
        List<ConsumptionReport> toSend = new ArrayList<>(left);
        wanted.forEach(report -> toSend.add(fixed.getOrDefault(report.key(), report)));
        // In the order of the rows on disk: SQLite takes fifteen times as long to change scattered rows.
        toSend.sort(Comparator.comparing(ConsumptionReport::sensorId));
        List<PlannedBatch> batches = Plan.divide(toSend, options.batchSize(), RANDOM::nextLong);
        List<Row> rows = new ArrayList<>();
        for (PlannedBatch batch : batches) {
            for (ConsumptionReport report : batch.reports()) {
                boolean keepsLast = options.lastReadings() == LastReadingOf.NONE || knownKeys.contains(report.key());
                Optional<LastReading> last =
                        keepsLast ? Optional.empty() : options.lastReadings().get(report);
                rows.add(new Row(report, batch.batchId(), OptionalLong.empty(), keepsLast, last));
            }
        }
        Set<ConsumptionReport.Key> settled = table.note(hasLastReadings ? Note.PLANNED_DAY : Note.PLANNED, rows);
        List<PlannedBatch> rest = batches.stream()
                .map(batch -> batch.without(settled))
                .filter(batch -> !batch.reports().isEmpty())
                .toList();
        return new Plan(rest, table.stored(settled), table.unsettled(ReportState.IN_DOUBT));
    }

    /** Takes as in doubt those that the ledger does not know, and that it would have purged. */
    void markOlderInDoubt(ReportTable table, LocalDate oldest, List<ConsumptionReport> reports) throws SQLException {
        List<ConsumptionReport> older = new ArrayList<>(reports);
        older.removeIf(report -> !report.date().isBefore(oldest));
        markInDoubt(table, older, "older than the ledger remembers", "");
    }

    /** Takes as in doubt those that the ledger does not know, and whose water may be in the number of a later day. */
    void markDaysBeforeInDoubt(ReportTable table, List<ConsumptionReport> reports) throws SQLException {
        markInDoubt(
                table,
                withSuccessor(table, reports),
                "of a day before one that the ledger has, whose number may have its water",
                ". If COUNT_OVERNIGHT was on for that one, note it with --mark-stored and do not send it, although its"
                        + " chart has no point");
    }

    private void markInDoubt(ReportTable table, List<ConsumptionReport> reports, String why, String wayOut)
            throws SQLException {
        int marked = note(table, Note.IN_DOUBT, SentReport.unsent(reports));
        if (marked > 0) {
            log.warn("{} {}. Taken as in doubt{}", Plural.are(marked, "report"), why, wayOut);
        }
    }

    /** Notes the same of reports, with a batch of their own that no run sends. Returns of how many it noted something. */
    int note(ReportTable table, Note note, List<SentReport> reports) throws SQLException {
        long batchId = RANDOM.nextLong();
        List<Row> rows = new ArrayList<>();
        for (SentReport sent : reports) {
            rows.add(new Row(sent.report(), batchId, sent.batchId(), true, Optional.empty()));
        }
        return reports.size() - table.note(note, rows).size();
    }

    /**
     * Those of the reports whose water may be in a report that the ledger has: of the same sensor and one of the next
     * two days.
     */
    private List<ConsumptionReport> withSuccessor(ReportTable table, List<ConsumptionReport> reports)
            throws SQLException {
        Map<LocalDate, Set<String>> successors = new HashMap<>();
        List<ConsumptionReport> found = new ArrayList<>();
        for (ConsumptionReport report : countsOvernight ? reports : List.<ConsumptionReport>of()) {
            LocalDate date = report.date();
            Set<String> sensors = successors.get(date);
            if (sensors == null) {
                sensors = new HashSet<>(table.sensorsOf(date.plusDays(1), date.plusDays(2)));
                successors.put(date, sensors);
            }
            if (sensors.contains(report.sensorId())) {
                found.add(report);
            }
        }
        return found;
    }
}
