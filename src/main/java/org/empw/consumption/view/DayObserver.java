package org.empw.consumption.view;

import java.util.Map;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.SensorDay;

/** Sees each sensor's day as it streams by. */
public interface DayObserver {
    /** What was seen belongs to an answer that broke off; all will come again, from the start. */
    void restart();

    /**
     * A sensor's day.
     *
     * @param noReport why there is no report for it, as a clause; empty when there is one
     * @param flags why its number may be wrong, except silence, which takes the fleet
     */
    void sensorDay(SensorDay day, Consumption consumption, String noReport, Map<QualityFlag, String> flags);

    /** All have come; {@code medianLastReading} is that of all sensors, as {@code QualityCheck.isSilent} takes it. */
    void finish(long medianLastReading);
}
