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
 * @param random gives batches ids that were never used before
 * @param hasLastReadings whether the table has columns for the last reading of a day
 * @param countsOvernight whether the water of a day may be in the report of one of the next two
 */
record Planner(SecureRandom random, boolean hasLastReadings, boolean countsOvernight) {
    private static final Logger log = LoggerFactory.getLogger(Planner.class);

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
        withSuccessor(table, SentReport.unsent(unsent))
                .forEach(sent -> fixed.put(sent.report().key(), sent.report()));
        Set<ConsumptionReport.Key> knownKeys = ConsumptionReport.keys(left);
        knownKeys.addAll(fixed.keySet());
        List<ConsumptionReport> toSend = new ArrayList<>(left);
        wanted.forEach(report -> toSend.add(fixed.getOrDefault(report.key(), report)));
        // As the rows lie: to note something of rows that are scattered takes SQLite fifteen times as long.
        toSend.sort(Comparator.comparing(ConsumptionReport::sensorId));
        List<PlannedBatch> batches = Plan.divide(toSend, options.batchSize(), random::nextLong);
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

    /** Notes the same of reports, with a batch of their own that no run sends. */
    void note(ReportTable table, Note note, List<SentReport> reports) throws SQLException {
        long batchId = random.nextLong();
        table.note(
                note,
                reports.stream()
                        .map(sent -> new Row(sent.report(), batchId, sent.batchId(), true, Optional.empty()))
                        .toList());
    }

    /** Those of the reports whose water may be in a report that the ledger has: of the same sensor and one of the next two days. */
    List<SentReport> withSuccessor(ReportTable table, List<SentReport> reports) throws SQLException {
        Map<LocalDate, Set<String>> successors = new HashMap<>();
        List<SentReport> found = new ArrayList<>();
        for (SentReport sent : countsOvernight ? reports : List.<SentReport>of()) {
            LocalDate date = sent.report().date();
            Set<String> sensors = successors.get(date);
            if (sensors == null) {
                sensors = new HashSet<>(table.sensorsOf(date.plusDays(1), date.plusDays(2)));
                successors.put(date, sensors);
            }
            if (sensors.contains(sent.report().sensorId())) {
                found.add(sent);
            }
        }
        return found;
    }
}
