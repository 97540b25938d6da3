package org.empw.consumption.calculation;

/**
 * The consumption of one {@link SensorDay} and what its readings show besides. All amounts are {@link Millionths} of the
 * unit of the water level.
 *
 * @param total the sum of all rises, zero or more
 * @param falls how often the level fell, which counts as nothing: a refill or a new meter
 * @param largestRise the largest difference between two consecutive readings, zero or more
 */
public record Consumption(long total, int falls, long largestRise) {}
