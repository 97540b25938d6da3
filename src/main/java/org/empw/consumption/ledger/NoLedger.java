package org.empw.consumption.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.empw.consumption.calculation.ConsumptionReport;

/** No ledger: nothing is known of earlier runs, and nothing is kept beyond this one. */
public final class NoLedger implements Ledger {
    private final Map<ConsumptionReport.Key, ConsumptionReport> inDoubt = new LinkedHashMap<>();

    @Override
    public boolean isPersistent() {
        return false;
    }

    @Override
    public void markInDoubt(List<ConsumptionReport> reports) {
        reports.forEach(report -> inDoubt.put(report.key(), report));
    }

    @Override
    public void markUnsent(List<ConsumptionReport> reports) {
        reports.forEach(report -> inDoubt.remove(report.key()));
    }

    @Override
    public void markStored(List<ConsumptionReport> reports) {
        throw new IllegalStateException("there is no ledger to note it in");
    }

    @Override
    public Plan plan(
            List<ConsumptionReport> wanted, Predicate<ConsumptionReport> leftovers, IntUnaryOperator batchSize) {
        List<ConsumptionReport> toSend = wanted.stream()
                .filter(report -> !inDoubt.containsKey(report.key()))
                .toList();
        return new Plan(Plan.divide(toSend, batchSize, () -> 0), List.of(), List.copyOf(inDoubt.values()));
    }

    @Override
    public void claim(PlannedBatch batch) {}

    @Override
    public void settle(PlannedBatch batch, ReportState state) {}

    @Override
    public List<ConsumptionReport> stillPlanned(PlannedBatch batch) {
        return batch.reports();
    }

    @Override
    public void purge() {}

    @Override
    public void close() {}
}
