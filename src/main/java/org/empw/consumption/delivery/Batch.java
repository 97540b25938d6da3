package org.empw.consumption.delivery;

import java.util.List;
import java.util.OptionalLong;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.PlannedBatch;
import org.empw.consumption.ledger.ReportState;
import org.empw.consumption.ledger.SentReport;

/** Reports that travel in one POST, and what this run knows of them. For any thread. */
final class Batch {
    final String title;
    final PlannedBatch planned;
    volatile ReportState state = ReportState.UNSENT;

    /** Whether the ledger has them in that state for certain; otherwise it may have them in doubt. */
    volatile boolean isNoted = true;

    /** The reports that are this run's to account for: those that were not taken by another run. */
    volatile List<ConsumptionReport> reports;

    Batch(String title, PlannedBatch planned) {
        this.title = title;
        this.planned = planned;
        this.reports = planned.reports();
    }

    /** Its reports; each with the batch, if a ledger has or may have them in doubt. */
    List<SentReport> sent(boolean hasLedger) {
        boolean isUnsent = state == ReportState.UNSENT && isNoted;
        OptionalLong batchId = hasLedger && !isUnsent ? OptionalLong.of(planned.batchId()) : OptionalLong.empty();
        return reports.stream().map(report -> new SentReport(report, batchId)).toList();
    }
}
