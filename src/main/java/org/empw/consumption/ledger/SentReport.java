package org.empw.consumption.ledger;

import java.util.List;
import java.util.OptionalLong;
import org.empw.consumption.calculation.ConsumptionReport;

/**
 * A report, and the POST that it was in last.
 *
 * @param batchId that POST's batch: what a person finds out about one POST says nothing of a later one; empty where it
 *     was in none, or no ledger knows
 */
public record SentReport(ConsumptionReport report, OptionalLong batchId) {
    /** Reports without a POST. */
    public static List<SentReport> unsent(List<ConsumptionReport> reports) {
        return reports.stream()
                .map(report -> new SentReport(report, OptionalLong.empty()))
                .toList();
    }

    public static List<ConsumptionReport> reports(List<SentReport> sent) {
        return sent.stream().map(SentReport::report).toList();
    }
}
