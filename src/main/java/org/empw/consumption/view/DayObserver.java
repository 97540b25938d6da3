package org.empw.consumption.view;

import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.SensorDay;

/** Sees each sensor's day as it streams by, and keeps none of it in memory. */
public interface DayObserver {

    /** What was seen belongs to an answer that broke off; all will come again, from the start. */
    void restart();

    /**
     * A sensor's day. Without any usable reading its consumption is zero and not reported.
     *
     * @param contradicted whether the sensor came before with another consumption, so that neither is reported
     */
    void sensorDay(SensorDay day, Consumption consumption, boolean contradicted);
}
