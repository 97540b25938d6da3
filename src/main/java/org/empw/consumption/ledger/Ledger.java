package org.empw.consumption.ledger;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.empw.consumption.calculation.ConsumptionReport;

/**
 * What is known of every report, by all runs that share it: unsent, in doubt or stored. A state is written down before
 * it counts, so that of each report at most one POST goes out that may have been applied, whatever happens to the run.
 *
 * <p>A report that a run has planned is the run's until another run plans it: the permission to send is refused then.
 * No lock is needed for that; the lock only keeps two runs from getting in each other's way.
 */
public interface Ledger extends AutoCloseable {
    /** Whether it outlives the run. */
    boolean isPersistent();

    /** Notes reports that it does not know as in doubt, because somebody says that they are. */
    void markInDoubt(List<ConsumptionReport> reports) throws LedgerException;

    /** Makes those of the reports that are in doubt unsent: a person looked, and the API does not have them. */
    void markUnsent(List<ConsumptionReport> reports) throws LedgerException;

    /** Makes reports stored: a person looked, and the API has them. */
    void markStored(List<ConsumptionReport> reports) throws LedgerException;

    /**
     * Takes all that is to be sent: the wanted reports, except those known to be stored or in doubt.
     *
     * @param wanted each sensor and day at most once
     * @param leftovers which of those that earlier runs left unsent to take as well
     * @param batchSize how many reports go into one POST, for a number of reports to send in all
     */
    Plan plan(List<ConsumptionReport> wanted, Predicate<ConsumptionReport> leftovers, IntUnaryOperator batchSize)
            throws LedgerException;

    /**
     * Gives the permission to send a batch once: its reports are in doubt from here on. To be asked again for each POST.
     *
     * @throws LedgerException when there is none, because another run has planned one of the reports since, or because
     *     the ledger is lost
     */
    void claim(PlannedBatch batch) throws LedgerException;

    /**
     * Notes what a POST that was permitted has led to, {@code UNSENT} or {@code STORED}. Of a batch that another run has
     * planned since it changes nothing. Where the connection is lost it is noted over a new one; no batch is permitted
     * after that.
     */
    void settle(PlannedBatch batch, ReportState state) throws LedgerException;

    /** Those reports of a batch that has no permission that were not taken by another run. */
    List<ConsumptionReport> stillPlanned(PlannedBatch batch) throws LedgerException;

    /** Forgets what was stored long ago. A failure is only logged. */
    void purge();

    /** Gives the lock back. A failure is only logged. */
    @Override
    void close();
}
