package org.empw.consumption.delivery;

import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.PlannedBatch;
import org.empw.consumption.ledger.ReportState;

/** Reports that travel in one POST, and what this run knows of them. */
final class Batch {
    final PlannedBatch planned;
    ReportState state = ReportState.UNSENT;

    /** The reports that are this run's to account for: those that were not taken by another run. */
    List<ConsumptionReport> reports;

    Batch(PlannedBatch planned) {
        this.planned = planned;
        this.reports = planned.reports();
    }
}
