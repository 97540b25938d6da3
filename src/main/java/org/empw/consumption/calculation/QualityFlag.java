package org.empw.consumption.calculation;

/**
 * Why a sensor's number of the day may be wrong, the worst first. The number goes out unchanged: the rule counts every
 * rise. The names in parentheses are those of QARTOD, the quality control of real-time water-level data, where it has a
 * test of the same kind; the limits are this project's own, see docs/numbers.md.
 *
 * <p>A large day is the larger of the sensor's second largest consumption of the last 28 days and the median of all
 * sensors. It is compared with only where at least seven of those days are known and it is above zero.
 */
public enum QualityFlag {
    /**
     * One rise is more than twice a large day; or more than 50 times the second largest rise, of at least five (rate of
     * change test).
     */
    STEP("a step"),
    /** The consumption is more than five times a large day (climatology test). */
    MUCH("far more than on other days"),
    /**
     * Of at least eight readings, more than a third of the consumption rose and was taken back by one fall within six
     * hours, to where the level was before, both to within a fifth. Only rises of more than three times the largest
     * that was not taken back count (spike test).
     */
    THERE_AND_BACK("a level that went there and back"),
    /** At least seven times the level went up and then down, and that undid more than an eighth of the sum (spike test). */
    NOISE("noise"),
    /** A level below zero (gross range test). */
    NEGATIVE_LEVEL("a negative level"),
    /** Two readings of the same time with different levels: the order of arrival decides the number (timing test). */
    SAME_TIME("two levels at the same time"),
    /**
     * The level fell across more than six hours and a quarter without readings; what was used in them is unknown (gap
     * test).
     */
    HOLE("a fall in hours without readings"),
    /** The last reading is more than six hours before the median of the fleet's last readings (gap test). */
    SILENT("silence before the others"),
    /** One reading only, so that its 0 is a guess (gap test). */
    SINGLE_READING("a single reading");

    private final String title;

    QualityFlag(String title) {
        this.title = title;
    }

    /** What such sensors have, as a clause. */
    public String title() {
        return title;
    }
}
