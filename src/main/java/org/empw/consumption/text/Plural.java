package org.empw.consumption.text;

/** A number and what it counts, in the singular or plural. */
public final class Plural {
    private Plural() {}

    /** Such as "report" and "reports". */
    static String noun(long number, String noun) {
        return noun + (number == 1 ? "" : "s");
    }

    /** Such as "1 report" and "2 reports". */
    public static String of(long number, String noun) {
        return number + " " + noun(number, noun);
    }

    /** What stands for one or more of them: "it" or "them". */
    public static String them(long number) {
        return number == 1 ? "it" : "them";
    }

    /** Such as "1 report is" and "2 reports are". */
    public static String are(long number, String noun) {
        return of(number, noun) + (number == 1 ? " is" : " are");
    }
}
