package org.empw.consumption.ledger;

import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;

/** No ledger: nothing is known of earlier runs, and nothing is kept beyond this one. */
public final class NoLedger implements Ledger {
    @Override
    public boolean isPersistent() {
        return false;
    }

    @Override
    public Plan plan(List<ConsumptionReport> wanted, PlanOptions options) {
        return new Plan(Plan.divide(wanted, options.batchSize(), () -> 0), List.of(), List.of());
    }

    @Override
    public Plan planFile(
            List<SentReport> unsent, List<SentReport> inDoubt, boolean includeInDoubt, PlanOptions options) {
        List<SentReport> wanted = new ArrayList<>(unsent);
        if (includeInDoubt) {
            wanted.addAll(inDoubt);
        }
        Plan plan = plan(SentReport.reports(wanted), options);
        return new Plan(plan.batches(), List.of(), includeInDoubt ? List.of() : inDoubt);
    }

    @Override
    public void claim(PlannedBatch batch) {}

    @Override
    public void settle(PlannedBatch batch, ReportState outcome) {}

    @Override
    public List<ConsumptionReport> stillPlanned(PlannedBatch batch) {
        return batch.reports();
    }

    @Override
    public void purge() {}

    @Override
    public void close() {}
}
