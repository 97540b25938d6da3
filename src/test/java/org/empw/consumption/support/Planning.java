package org.empw.consumption.support;

import org.empw.consumption.ledger.Ledger.LastReadingOf;
import org.empw.consumption.ledger.PlanOptions;

/** Ways to plan without knowing any last reading. */
public final class Planning {
    private Planning() {}

    /** Takes all that earlier runs left, too. */
    public static PlanOptions withLeftovers(int batchSize) {
        return new PlanOptions(LastReadingOf.NONE, leftover -> true, all -> batchSize);
    }

    /** Takes nothing but what is wanted. */
    public static PlanOptions withoutLeftovers(int batchSize) {
        return new PlanOptions(LastReadingOf.NONE, leftover -> false, all -> batchSize);
    }
}
