package org.empw.consumption.calculation;

/**
 * Why a sensor's number of the day may be wrong. The number goes out all the same: the rule counts every rise. The names
 * in parentheses are those of QARTOD, the quality control of real-time water-level data.
 */
public enum QualityFlag {
    /** More than a third of the consumption was undone by a fall of about the same size beside it (spike test). */
    THERE_AND_BACK("rises undone by a fall beside them"),
    /** A level below zero (gross range test). */
    NEGATIVE_LEVEL("a negative level"),
    /** Two readings of the same time with different levels: the order of arrival decides the number (timing test). */
    SAME_TIME("two levels at the same time"),
    /** One reading only, so that its 0 is a guess (gap test). */
    SINGLE_READING("a single reading"),
    /** The last reading is more than six hours before the median of the fleet's last readings (gap test). */
    SILENT("silence before the others");

    private final String title;

    QualityFlag(String title) {
        this.title = title;
    }

    /** What such sensors have, as a clause. */
    public String title() {
        return title;
    }
}
