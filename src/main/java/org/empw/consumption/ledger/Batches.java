package org.empw.consumption.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.empw.consumption.calculation.ConsumptionReport;

/** Divides reports into batches. */
final class Batches {
    private Batches() {}

    /** The newest day comes first: what earlier days left behind can wait. Within a day the order stays. */
    static List<PlannedBatch> of(List<ConsumptionReport> reports, IntUnaryOperator batchSize, LongSupplier numbers) {
        List<ConsumptionReport> sorted = new ArrayList<>(reports);
        sorted.sort(Comparator.comparing(ConsumptionReport::date).reversed());
        int size = batchSize.applyAsInt(sorted.size());
        List<PlannedBatch> batches = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += size) {
            batches.add(
                    new PlannedBatch(numbers.getAsLong(), sorted.subList(from, Math.min(sorted.size(), from + size))));
        }
        return batches;
    }

    /** The same batches without the reports of {@code settled}, and without those that are empty then. */
    static List<PlannedBatch> without(Set<ConsumptionReport.Key> settled, List<PlannedBatch> batches) {
        if (settled.isEmpty()) {
            return batches;
        }
        List<PlannedBatch> rest = new ArrayList<>();
        for (PlannedBatch batch : batches) {
            List<ConsumptionReport> reports = new ArrayList<>(batch.reports());
            reports.removeIf(report -> settled.contains(report.key()));
            if (!reports.isEmpty()) {
                rest.add(new PlannedBatch(batch.number(), reports));
            }
        }
        return rest;
    }
}
