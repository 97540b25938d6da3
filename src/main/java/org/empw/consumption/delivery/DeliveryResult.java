package org.empw.consumption.delivery;

import java.util.List;
import java.util.Optional;
import org.empw.consumption.calculation.ConsumptionReport;

/**
 * What became of the reports of a run.
 *
 * @param stored how many the API stored in this run
 * @param alreadyStored how many were left out because the journal knows that an earlier run delivered them
 * @param unsent those that the API certainly does not have
 * @param inDoubt those that the API may have, also of earlier runs
 * @param stopped why the run ended before all was sent, as a clause, if it did
 * @param journaled whether the next run will know of those that are unsent
 * @param forbidden whether it ended because the account lacks the right to post reports
 */
public record DeliveryResult(
        int stored,
        int alreadyStored,
        List<ConsumptionReport> unsent,
        List<ConsumptionReport> inDoubt,
        Optional<String> stopped,
        boolean journaled,
        boolean forbidden) {}
