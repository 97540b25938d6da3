package org.empw.consumption.delivery;

import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;

/** Reports that travel in one POST, and what is known of them. */
final class Batch {

    /** What is certain about the reports of a batch. */
    enum State {
        /** The API does not have them. */
        UNSENT,
        /** They were on their way to the API when last heard of: in doubt, unless more is learnt. */
        IN_DOUBT,
        /** The API has them. */
        STORED
    }

    private final long number;
    private final List<ConsumptionReport> reports;
    private State state = State.UNSENT;

    Batch(long number, List<ConsumptionReport> reports) {
        this.number = number;
        this.reports = reports;
    }

    /** The batch's number in the journal. */
    long number() {
        return number;
    }

    List<ConsumptionReport> reports() {
        return reports;
    }

    State state() {
        return state;
    }

    void state(State newState) {
        state = newState;
    }
}
