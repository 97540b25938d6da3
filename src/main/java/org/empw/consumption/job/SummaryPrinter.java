package org.empw.consumption.job;

import java.util.Optional;

/**
 * Prints once what became of the reports: when the run knows it, or at its shutdown, whichever comes first. For any
 * thread.
 */
final class SummaryPrinter {
    private final RunContext context;
    private Optional<DeliverySummary> printed = Optional.empty();

    SummaryPrinter(RunContext context) {
        this.context = context;
    }

    /** Prints {@code summary}, unless one was printed before; returns the one that was. */
    DeliverySummary print(DeliverySummary summary) {
        synchronized (this) {
            if (printed.isPresent()) {
                return printed.get();
            }
            printed = Optional.of(summary);
        }
        summary.print(context);
        return summary;
    }

    synchronized Optional<DeliverySummary> printed() {
        return printed;
    }
}
