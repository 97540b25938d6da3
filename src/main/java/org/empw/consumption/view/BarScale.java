package org.empw.consumption.view;

import java.util.List;
import org.empw.consumption.calculation.SensorResult;

/**
 * The scale that all bars share: proportional, so that half the consumption has half the bar, and none has none. A few
 * giants do not flatten the others: where the largest is more than ten times the tenth largest, the scale ends before,
 * and a bar beyond its end is drawn broken.
 *
 * @param end the consumption whose bar is as long as any, in millionths
 * @param isCut whether there is more than that
 */
record BarScale(long end, boolean isCut) {
    private static final int RANK = 10;
    private static final int MOST = 10;

    /** The unit of the water level, in millionths. */
    private static final long UNIT = 1_000_000;

    /** The scale for the bars of these sensors. */
    static BarScale of(List<SensorResult> sensors) {
        long[] totals = sensors.stream()
                .mapToLong(sensor -> sensor.consumption().total())
                .sorted()
                .toArray();
        int i = totals.length - 1;
        long largest = i < 0 ? 1 : Math.max(1, totals[i]);
        long usual = totals.length < RANK ? 0 : totals[totals.length - RANK];
        if (usual == 0 || !isGiant(largest, usual)) {
            return new BarScale(roundedUp(largest), false);
        }
        while (isGiant(totals[i], usual)) {
            i--;
        }
        return new BarScale(roundedUp(totals[i]), true);
    }

    /** An end of a thousand units or more has no decimals, so that there is room for it at the head of the bars. */
    private static long roundedUp(long end) {
        long rest = end % UNIT;
        return end < 1_000 * UNIT || rest == 0 || end > Long.MAX_VALUE - UNIT ? end : end - rest + UNIT;
    }

    /** Whether one is more than {@link #MOST} times the other, which may be too large to be multiplied. */
    private static boolean isGiant(long total, long usual) {
        return (total - 1) / MOST >= usual;
    }

    /** The bar of a consumption, for an element of the class {@code bar}. */
    String bar(long total) {
        if (total > end) {
            return "<i class=\"cut\"></i><b class=\"heard\">longer than the scale</b>";
        }
        long perMille = Math.round(1_000.0 * total / end);
        return perMille == 0 ? "" : "<i style=\"width:" + perMille / 10.0 + "%\"></i>";
    }
}
