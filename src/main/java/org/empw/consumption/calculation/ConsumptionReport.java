package org.empw.consumption.calculation;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What one sensor's tank consumed on one day, as the API stores it.
 *
 * @param sensorId the sensor's id, as the API gave it
 * @param date the day, as the API gave it (its own zone is Africa/Cairo)
 * @param consumption never negative, in the unit of the sensor's water level, without trailing zeros
 */
public record ConsumptionReport(String sensorId, LocalDate date, BigDecimal consumption) {}
