package org.empw.consumption.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.empw.consumption.calculation.ConsumptionReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run is to send, after a look into the journal, and what it leaves alone. */
public final class Plan {

    private static final Logger log = LoggerFactory.getLogger(Plan.class);

    private final List<Batch> batches = new ArrayList<>();
    private final List<ConsumptionReport> leftInDoubt = new ArrayList<>();
    private int alreadyStored;

    private Plan() {}

    /**
     * Plans the delivery of {@code reports} together with what earlier runs left behind. Reports that the journal knows
     * to be stored are left out; of one that was planned and never sent, the newer consumption counts.
     *
     * @param again those in doubt that a person decided to have sent again
     * @param batchSize how many reports go into one POST at most
     */
    public static Plan of(
            List<ConsumptionReport> reports, List<ConsumptionReport> again, int batchSize, Journal journal) {
        Plan plan = new Plan();
        List<ConsumptionReport> toSend = reports;
        List<ConsumptionReport> toRepeat = again;
        if (!journal.isEmpty()) {
            Map<ReportKey, ConsumptionReport> unsent = new LinkedHashMap<>(journal.reports(Batch.State.UNSENT));
            Map<ReportKey, ConsumptionReport> inDoubt = new LinkedHashMap<>(journal.reports(Batch.State.IN_DOUBT));
            Map<ReportKey, ConsumptionReport> repeated = new LinkedHashMap<>();
            int leftBehind = unsent.size();
            plan.addUnlessStored(again, repeated, Map.of(), journal);
            inDoubt.keySet().removeAll(repeated.keySet());
            plan.addUnlessStored(reports, unsent, inDoubt, journal);
            unsent.keySet().removeAll(repeated.keySet());
            toSend = new ArrayList<>(unsent.values());
            toRepeat = new ArrayList<>(repeated.values());
            plan.leftInDoubt.addAll(inDoubt.values());
            if (leftBehind > 0) {
                log.info("The journal holds reports that an earlier run planned and never sent: {}", leftBehind);
            }
        }
        long number = plan.addBatches(toRepeat, batchSize, journal.lastBatch());
        plan.addBatches(toSend, batchSize, number);
        return plan;
    }

    /** Adds those reports to {@code wanted} that are neither stored nor among the doubtful. */
    private void addUnlessStored(
            List<ConsumptionReport> reports,
            Map<ReportKey, ConsumptionReport> wanted,
            Map<ReportKey, ConsumptionReport> doubtful,
            Journal journal) {
        Map<ReportKey, ConsumptionReport> stored = journal.reports(Batch.State.STORED);
        for (ConsumptionReport report : reports) {
            ReportKey key = ReportKey.of(report);
            ConsumptionReport known = stored.get(key);
            if (known == null) {
                if (!doubtful.containsKey(key)) {
                    wanted.put(key, report);
                }
                continue;
            }
            alreadyStored++;
            if (known.consumption().compareTo(report.consumption()) != 0) {
                log.warn(
                        "Sensor \"{}\" consumed {} on {} as it is calculated now; the API was sent {} and keeps it",
                        report.sensorId(),
                        report.consumption().toPlainString(),
                        report.date(),
                        known.consumption().toPlainString());
            }
        }
    }

    private long addBatches(List<ConsumptionReport> reports, int batchSize, long lastNumber) {
        long number = lastNumber;
        for (int from = 0; from < reports.size(); from += batchSize) {
            batches.add(new Batch(++number, reports.subList(from, Math.min(reports.size(), from + batchSize))));
        }
        return number;
    }

    /** How many reports are to be sent. */
    public int size() {
        int size = 0;
        for (Batch batch : batches) {
            size += batch.reports().size();
        }
        return size;
    }

    /** In how many POSTs. */
    public int posts() {
        return batches.size();
    }

    List<Batch> batches() {
        return batches;
    }

    List<ConsumptionReport> leftInDoubt() {
        return leftInDoubt;
    }

    int alreadyStored() {
        return alreadyStored;
    }
}
