package org.empw.consumption.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.empw.consumption.calculation.ConsumptionReport;

/**
 * What a run is to send, and what it leaves alone.
 *
 * @param batches in the order in which to send them
 * @param stored those of the wanted reports that an earlier run delivered, with the consumption that it sent
 * @param inDoubt those that may be stored, since an earlier run
 */
public record Plan(List<PlannedBatch> batches, List<ConsumptionReport> stored, List<SentReport> inDoubt) {
    /** Divides reports. The newest day comes first: what earlier days left behind can wait. Within a day the order stays. */
    static List<PlannedBatch> divide(
            List<ConsumptionReport> reports, IntUnaryOperator batchSize, LongSupplier numbers) {
        List<ConsumptionReport> sorted = new ArrayList<>(reports);
        sorted.sort(Comparator.comparing(ConsumptionReport::date).reversed());
        int size = batchSize.applyAsInt(sorted.size());
        List<PlannedBatch> batches = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += size) {
            int to = Math.min(sorted.size(), from + size);
            batches.add(new PlannedBatch(numbers.getAsLong(), sorted.subList(from, to)));
        }
        return batches;
    }

    /** How many reports are to be sent. */
    public int size() {
        int size = 0;
        for (PlannedBatch batch : batches) {
            size += batch.reports().size();
        }
        return size;
    }

    /** How many of {@code reports} are in doubt. */
    public int doubtsAmong(List<SentReport> reports) {
        return withDoubtsAmong(SentReport.reports(reports)).inDoubt.size();
    }

    /** The same plan, with nothing in doubt but what is among {@code reports}. */
    public Plan withDoubtsAmong(List<ConsumptionReport> reports) {
        Set<ConsumptionReport.Key> keys = ConsumptionReport.keys(reports);
        return new Plan(
                batches,
                stored,
                inDoubt.stream()
                        .filter(sent -> keys.contains(sent.report().key()))
                        .toList());
    }
}
