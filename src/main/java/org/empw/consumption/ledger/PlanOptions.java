package org.empw.consumption.ledger;

import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.Ledger.LastReadingOf;

/**
 * How a run plans.
 *
 * @param lastReadings the last reading of each report's day, from which the next day may count
 * @param leftovers which of those reports that earlier runs left unsent to take as well
 * @param batchSize how many reports go into one POST, for a number of reports to send in all
 */
public record PlanOptions(
        LastReadingOf lastReadings, Predicate<ConsumptionReport> leftovers, IntUnaryOperator batchSize) {}
