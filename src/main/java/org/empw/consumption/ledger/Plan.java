package org.empw.consumption.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;

/**
 * What a run is to send, and what it leaves alone.
 *
 * @param batches in the order in which to send them
 * @param stored those of the wanted reports that an earlier run delivered, with the consumption that it sent
 * @param inDoubt those that may be stored, since an earlier run
 */
public record Plan(List<PlannedBatch> batches, List<ConsumptionReport> stored, List<ConsumptionReport> inDoubt) {
    /** How many reports are to be sent. */
    public int size() {
        int size = 0;
        for (PlannedBatch batch : batches) {
            size += batch.reports().size();
        }
        return size;
    }

    /** The same plan, with nothing in doubt but what is among {@code reports}. */
    public Plan withDoubtsAmong(List<ConsumptionReport> reports) {
        Set<ConsumptionReport.Key> keys = new HashSet<>();
        for (ConsumptionReport report : reports) {
            keys.add(report.key());
        }
        List<ConsumptionReport> among = new ArrayList<>(inDoubt);
        among.removeIf(report -> !keys.contains(report.key()));
        return new Plan(batches, stored, among);
    }
}
