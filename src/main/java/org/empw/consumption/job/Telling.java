package org.empw.consumption.job;

import java.util.Optional;

/** Tells once what became of the reports: by the run, or at its shutdown by whoever is first. For any thread. */
final class Telling {
    private final RunContext context;
    private Optional<DeliverySummary> told = Optional.empty();

    Telling(RunContext context) {
        this.context = context;
    }

    /** Prints {@code summary}, unless one was printed before; returns the one that was. */
    DeliverySummary tell(DeliverySummary summary) {
        synchronized (this) {
            if (told.isPresent()) {
                return told.get();
            }
            told = Optional.of(summary);
        }
        summary.print(context);
        return summary;
    }

    synchronized Optional<DeliverySummary> told() {
        return told;
    }
}
