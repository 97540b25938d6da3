package org.empw.consumption.calculation;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a sensor measured at one moment.
 *
 * @param createdAt when the API received it; kept to the microsecond
 * @param waterLevel the level in the sensor's own unit; kept to the millionth
 */
public record Reading(Instant createdAt, BigDecimal waterLevel) {}
