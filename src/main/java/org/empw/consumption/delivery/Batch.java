package org.empw.consumption.delivery;

import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.PlannedBatch;
import org.empw.consumption.ledger.ReportState;

/** Reports that travel in one POST, and what this run knows of them. */
final class Batch {
    private final PlannedBatch planned;
    private ReportState state = ReportState.UNSENT;
    private List<ConsumptionReport> reports;

    Batch(PlannedBatch planned) {
        this.planned = planned;
        this.reports = planned.reports();
    }

    PlannedBatch planned() {
        return planned;
    }

    /** The reports that are this run's to account for. */
    List<ConsumptionReport> reports() {
        return reports;
    }

    /** What was not taken by another run. */
    void keepOnly(List<ConsumptionReport> remaining) {
        reports = remaining;
    }

    ReportState state() {
        return state;
    }

    void state(ReportState newState) {
        state = newState;
    }
}
