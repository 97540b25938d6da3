package org.empw.consumption.text;

/** A number and what it counts, in the singular or plural. */
public final class Counted {

    private Counted() {}

    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
