package org.empw.consumption;

import java.math.BigDecimal;
import org.empw.consumption.api.ReadingsHandler;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.ConsumptionCalculator;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.ReportSet;
import org.empw.consumption.calculation.SensorDay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the readings that arrive into reports, and counts what it sees on the way. */
final class ReadingsTally implements ReadingsHandler {

  private static final Logger log = LoggerFactory.getLogger(ReadingsTally.class);

  /** More warnings than these tell nobody more. */
  private static final int MOST_WARNINGS = 1_000;

  private final ReportSet reports = new ReportSet();
  private int sensors;
  private long readings;
  private long falls;
  private BigDecimal fallen = BigDecimal.ZERO;
  private int withoutReadings;
  private long readingsLeftOut;
  private int sensorsLeftOut;
  private long warnings;

  @Override
  public void sensorDay(SensorDay day) {
    sensors++;
    readings += day.size() + day.leftOut().size();
    readingsLeftOut += day.leftOut().size();
    for (String reason : day.leftOut()) {
      warn("Sensor \"" + day.sensorId() + "\": " + reason + "; left out");
    }
    if (day.size() == 0) {
      withoutReadings++;
      if (!day.leftOut().isEmpty()) {
        warn("Sensor \"" + day.sensorId() + "\" has no usable reading, so there is no report for it");
      }
      return;
    }
    Consumption consumption = ConsumptionCalculator.calculate(day);
    falls += consumption.falls();
    fallen = fallen.add(consumption.fallen());
    if (!reports.add(new ConsumptionReport(day.sensorId(), day.date(), consumption.total()))) {
      warn("Sensor \"" + day.sensorId() + "\" comes more than once for " + day.date()
          + " with different readings, so there is no report for it");
    }
  }

  @Override
  public void entryLeftOut(String reason) {
    sensors++;
    sensorsLeftOut++;
    warn(reason + "; left out");
  }

  ReportSet reports() {
    return reports;
  }

  /** Whether some data could not be used. */
  boolean leftSomethingOut() {
    return readingsLeftOut > 0 || sensorsLeftOut + reports.contradictions() > 0;
  }

  /** Says what came. */
  void logDay() {
    if (sensors == 0) {
      log.info("No sensor sent readings; there is nothing to report");
    } else {
      log.info("{} sensors sent {} readings, for {}", sensors, readings, reports.days());
    }
  }

  /**
   * Sums the run up in one line.
   *
   * @param done what was done with {@code count} reports
   * @param seconds how long the run took
   */
  void logSummary(String done, int count, String seconds) {
    log.info("Summary: {} sensors, {} readings, {} reports {}, {} falls ignored ({} in all), {} sensors without readings,"
            + " {} readings and {} sensors left out, {} s",
        sensors, readings, count, done, falls, fallen.toPlainString(), withoutReadings, readingsLeftOut,
        sensorsLeftOut + reports.contradictions(), seconds);
  }

  private void warn(String message) {
    warnings++;
    if (warnings <= MOST_WARNINGS) {
      log.warn(message);
    } else if (warnings == MOST_WARNINGS + 1) {
      log.warn("And more of the kind; the summary counts them");
    }
  }
}
