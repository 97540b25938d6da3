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
 * @param isPersistent whether the next run knows of those that are unsent
 */
public record DeliveryResult(
        int stored,
        int alreadyStored,
        List<ConsumptionReport> unsent,
        List<ConsumptionReport> inDoubt,
        List<ConsumptionReport> oldDoubts,
        Cause cause,
        String reason,
        boolean isPersistent) {
    /** Nothing was sent of what is known to be unsent or in doubt, and no ledger keeps it. */
    public static DeliveryResult nothingSent(
            List<ConsumptionReport> unsent, List<ConsumptionReport> oldDoubts, Cause cause, String reason) {
        return new DeliveryResult(0, 0, unsent, List.of(), oldDoubts, cause, reason, false);
    }

    /** Another run delivers the reports, and accounts for them. */
    public static DeliveryResult leftToAnotherRun(String reason) {
        return nothingSent(List.of(), List.of(), Cause.ANOTHER_RUN, reason);
    }

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
