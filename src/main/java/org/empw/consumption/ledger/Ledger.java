package org.empw.consumption.ledger;

import java.util.List;
import java.util.Optional;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.SensorHistory.LastReading;

/**
 * What is known of every report, by all runs that share it: unsent, in doubt or stored. A state is committed before it
 * is acted on, so at most one POST per report can have been applied.
 *
 * <p>A report belongs to the run that planned it last; the claims of earlier ones are refused. That takes no lock; the
 * lock only keeps two runs out of each other's way.
 */
public interface Ledger extends AutoCloseable {
    /** Whether it outlives the run. */
    boolean isPersistent();

    /**
     * Plans the wanted reports, except those known to be stored or in doubt, and the leftovers that pass.
     *
     * @param wanted each sensor and day at most once
     */
    Plan plan(List<ConsumptionReport> wanted, PlanOptions options) throws LedgerException;

    /** Gives the last reading of the day of a report; empty where it is not known, or no base to count from. */
    interface LastReadingOf {
        /** No last reading is known. */
        LastReadingOf NONE = report -> Optional.empty();

        Optional<LastReading> get(ConsumptionReport report);
    }

    /**
     * Takes what is to be sent of a file, which may be old. What the ledger knows of a report is stronger than what the
     * file says of it; a report that it does not know is in doubt where the file says so, or where it would have been
     * purged.
     *
     * @param unsent those that the API does not have; one with a batch is known not to have been applied with it
     * @param inDoubt those that the API may have
     * @param includeInDoubt whether a person looked, and the API does not have those in doubt: they are taken, but not
     *     if they were in a later POST than the one that the file names
     */
    Plan planFile(List<SentReport> unsent, List<SentReport> inDoubt, boolean includeInDoubt, PlanOptions options)
            throws LedgerException;

    /**
     * Claims a batch for one POST: its reports are in doubt from here on. To be claimed again for each POST.
     *
     * @throws LedgerException when it must not be sent, because another run has planned one of the reports since, or
     *     because the ledger is lost
     */
    void claim(PlannedBatch batch) throws LedgerException;

    /**
     * Records the outcome of a POST, {@code UNSENT} or {@code STORED}. Does nothing if another run has planned the
     * batch since. Where the connection is lost it is recorded over a new one; no batch can be claimed after that.
     */
    void settle(PlannedBatch batch, ReportState outcome) throws LedgerException;

    /** Those reports of a batch, unsent or in doubt, that no other run has planned since. */
    List<ConsumptionReport> stillPlanned(PlannedBatch batch) throws LedgerException;

    /** Purges what was stored long ago. A failure of any kind is only logged. */
    void purge();

    /** Gives the lock back. A failure is only logged. */
    @Override
    void close();
}
