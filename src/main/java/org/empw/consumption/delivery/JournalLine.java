package org.empw.consumption.delivery;

import java.time.Instant;
import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;

/**
 * A line of the journal: either its first one, with the version of its format, or what happened to the batch of that
 * number. Only one of the first five is there.
 *
 * @param journal the version of the format
 * @param planned a batch with {@code reports} is to be sent
 * @param sending it is about to be sent
 * @param unsent it was certainly not applied, after all
 * @param stored the API has it
 * @param at when
 * @param reports the batch, with {@code planned} only
 */
record JournalLine(
        Integer journal,
        Long planned,
        Long sending,
        Long unsent,
        Long stored,
        Instant at,
        List<ConsumptionReport> reports) {

    static JournalLine header(int version) {
        return new JournalLine(version, null, null, null, null, null, null);
    }

    static JournalLine planned(Batch batch, Instant at) {
        return new JournalLine(null, batch.number(), null, null, null, at, batch.reports());
    }

    /** The line that brings a batch into {@code state}. */
    static JournalLine state(long batch, Batch.State state, Instant at) {
        return switch (state) {
            case UNSENT -> new JournalLine(null, null, null, batch, null, at, null);
            case IN_DOUBT -> new JournalLine(null, null, batch, null, null, at, null);
            case STORED -> new JournalLine(null, null, null, null, batch, at, null);
        };
    }
}
