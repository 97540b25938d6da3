package org.empw.consumption.delivery;

import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.ledger.Plan;
import org.empw.consumption.ledger.SentReport;

/**
 * What became of the reports of a run.
 *
 * @param stored how many the API stored in this run
 * @param alreadyStored how many were not sent because an earlier run delivered them
 * @param unsent those that the API certainly does not have; with a batch where the ledger has them in doubt, because
 *     the answer could not be noted
 * @param inDoubt those that the API may have since this run
 * @param oldDoubts those that the API may have since an earlier run
 * @param unnoted those that the API stored in this run and that the ledger has in doubt, because the answer could not
 *     be noted
 * @param cause why the run ended before all was sent
 * @param reason the cause in words, a sentence without its period; empty when all was sent
 * @param isPersistent whether the next run knows of those that are unsent
 */
public record DeliveryResult(
        int stored,
        int alreadyStored,
        List<SentReport> unsent,
        List<SentReport> inDoubt,
        List<SentReport> oldDoubts,
        List<SentReport> unnoted,
        Cause cause,
        String reason,
        boolean isPersistent) {
    /** What is known by now of the batches of a plan. */
    static DeliveryResult of(Plan plan, List<Batch> batches, Cause cause, String reason, boolean isPersistent) {
        int stored = 0;
        List<SentReport> unsent = new ArrayList<>();
        List<SentReport> inDoubt = new ArrayList<>();
        List<SentReport> unnoted = new ArrayList<>();
        for (Batch batch : batches) {
            switch (batch.state) {
                case STORED -> {
                    stored += batch.reports.size();
                    unnoted.addAll(batch.isNoted ? List.of() : batch.sent(isPersistent));
                }
                case IN_DOUBT -> inDoubt.addAll(batch.sent(isPersistent));
                case UNSENT -> unsent.addAll(batch.sent(isPersistent));
            }
        }
        return new DeliveryResult(
                stored, plan.stored().size(), unsent, inDoubt, plan.inDoubt(), unnoted, cause, reason, isPersistent);
    }

    /** Nothing was sent of what is known to be unsent or in doubt, and no ledger keeps it. */
    public static DeliveryResult nothingSent(List<SentReport> unsent, List<SentReport> oldDoubts, String reason) {
        return new DeliveryResult(0, 0, unsent, List.of(), oldDoubts, List.of(), Cause.OTHER, reason, false);
    }

    /** Whether no report of this run may be stored. */
    public boolean isNothingSent() {
        return stored == 0 && inDoubt.isEmpty();
    }

    /** Why a delivery ended. */
    public enum Cause {
        /** All was sent, or refused batch by batch. */
        NONE,
        /** The account lacks the right. */
        FORBIDDEN,
        /** The API, the ledger, somebody who told the run to stop, or another run, which accounts for its reports. */
        OTHER
    }
}
