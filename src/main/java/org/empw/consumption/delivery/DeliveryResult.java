package org.empw.consumption.delivery;

import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;

/**
 * What became of the reports of a run.
 *
 * @param stored how many the API stored in this run
 * @param alreadyStored how many were not sent because an earlier run delivered them
 * @param unsent those that the API certainly does not have
 * @param inDoubt those that the API may have since this run
 * @param oldDoubts those that the API may have since an earlier run
 * @param cause why the run ended before all was sent
 * @param reason the cause in words, a sentence without its period; empty when all was sent
 * @param isKept whether the next run knows of those that are unsent
 */
public record DeliveryResult(
        int stored,
        int alreadyStored,
        List<ConsumptionReport> unsent,
        List<ConsumptionReport> inDoubt,
        List<ConsumptionReport> oldDoubts,
        Cause cause,
        String reason,
        boolean isKept) {
    /** Why a delivery ended. */
    public enum Cause {
        /** All was sent, or refused batch by batch. */
        NONE,
        /** The account lacks the right. */
        FORBIDDEN,
        /** Another run has the lock of the ledger, or took the reports. */
        ANOTHER_RUN,
        /** The API, the ledger, or somebody who told the run to stop. */
        OTHER
    }
}
