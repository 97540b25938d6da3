package org.empw.consumption.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.LocalDate;
import java.util.List;
import org.empw.consumption.api.Json;
import org.empw.consumption.api.MalformedAnswerException;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.ReportSet;

/**
 * Reports as a run printed them, one JSON object a line.
 *
 * @param unsent those that are to be delivered
 * @param doubtful those marked {@code "in_doubt":true}
 */
public record ReportFile(List<ConsumptionReport> unsent, List<ConsumptionReport> doubtful) {

  private record Line(String sensorId, LocalDate date, BigDecimal consumption, Boolean inDoubt) {}

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
      ConsumptionReport report = new ConsumptionReport(line.sensorId, line.date, line.consumption);
      if (!all.add(report)) {
        throw new InvalidException("line " + number + " gives a sensor another consumption than an earlier line does");
      }
      (Boolean.TRUE.equals(line.inDoubt) ? doubtful : unsent).add(report);
    }
    return new ReportFile(unsent.toList(), doubtful.toList());
  }

  private static Line parse(String text, int number) throws InvalidException {
    Line line;
    try {
      line = Json.read(text, Line.class);
    } catch (MalformedAnswerException e) {
      throw new InvalidException("line " + number + " is no report as this job prints them");
    }
    if (line.sensorId == null || line.sensorId.isBlank() || line.date == null || line.consumption == null
        || line.consumption.signum() < 0 || Math.abs((long) line.consumption.scale()) > 400) {
      throw new InvalidException("line " + number + " lacks a usable sensor_id, date or consumption");
    }
    return line;
  }

  /** A line is no report. The message is a clause that names it. */
  public static final class InvalidException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidException(String message) {
      super(message);
    }
  }
}
