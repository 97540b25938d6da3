package org.empw.consumption.delivery;

import java.time.LocalDate;
import org.empw.consumption.calculation.ConsumptionReport;

/** What there should be only one report for. */
record ReportKey(String sensorId, LocalDate date) {

    static ReportKey of(ConsumptionReport report) {
        return new ReportKey(report.sensorId(), report.date());
    }
}
