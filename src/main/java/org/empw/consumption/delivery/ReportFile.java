package org.empw.consumption.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.empw.consumption.api.Json;
import org.empw.consumption.api.MalformedResponseException;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.ReportSet;

/**
 * Reports as a run printed them, one JSON object a line.
 *
 * @param unsent those that are to be delivered
 * @param doubtful those marked {@code "in_doubt":true}
 */
public record ReportFile(List<ConsumptionReport> unsent, List<ConsumptionReport> doubtful) {

    private record Line(String sensorId, String date, BigDecimal consumption, Boolean inDoubt) {}

    /**
     * Reads all lines; blank ones do not count.
     *
     * @throws InvalidException naming the first line that is no report, or that contradicts an earlier one
     */
    public static ReportFile read(InputStream in) throws IOException, InvalidException {
        ReportSet all = new ReportSet();
        ReportSet unsent = new ReportSet();
        ReportSet doubtful = new ReportSet();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        int number = 0;
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            number++;
            if (text.isBlank()) {
                continue;
            }
            Line line = parse(text, number);
            ConsumptionReport report = report(line, number);
            if (!all.add(report)) {
                throw new InvalidException(
                        "line " + number + " gives a sensor another consumption than an earlier line does");
            }
            (Boolean.TRUE.equals(line.inDoubt) ? doubtful : unsent).add(report);
        }
        return new ReportFile(unsent.toList(), doubtful.toList());
    }

    private static Line parse(String text, int number) throws InvalidException {
        try {
            return Json.read(text, Line.class);
        } catch (MalformedResponseException e) {
            throw new InvalidException("line " + number + " is no report as this job prints them");
        }
    }

    private static ConsumptionReport report(Line line, int number) throws InvalidException {
        try {
            LocalDate date = line.date == null ? null : LocalDate.parse(line.date);
            ConsumptionReport report = new ConsumptionReport(line.sensorId, date, line.consumption);
            if (isUsable(report)) {
                return report;
            }
        } catch (DateTimeParseException e) {
            // told below
        }
        throw new InvalidException("line " + number + " lacks a usable sensor_id, date or consumption");
    }

    /** Whether a report that was read from a file is one that a run could have made. */
    static boolean isUsable(ConsumptionReport report) {
        return report != null
                && report.sensorId() != null
                && !report.sensorId().isBlank()
                && report.date() != null
                && report.consumption() != null
                && report.consumption().signum() >= 0
                && Math.abs((long) report.consumption().scale()) <= 400;
    }

    /** A line is no report. The message is a clause that names it. */
    public static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1;

        InvalidException(String message) {
            super(message);
        }
    }
}
