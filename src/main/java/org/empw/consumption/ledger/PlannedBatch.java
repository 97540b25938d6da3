package org.empw.consumption.ledger;

import java.util.List;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;

/**
 * Reports that are to travel in one POST.
 *
 * @param batchId random, and never used before: whoever plans a report later gives it another one, and so takes it away
 */
public record PlannedBatch(long batchId, List<ConsumptionReport> reports) {
    PlannedBatch without(Set<ConsumptionReport.Key> settled) {
        return new PlannedBatch(
                batchId,
                reports.stream()
                        .filter(report -> !settled.contains(report.key()))
                        .toList());
    }
}
