package org.empw.consumption.text;

/**
 * A number of a run with its name, from which sentences, log lines for programs and pages are made.
 *
 * @param key its name for a program
 * @param label what it counts, for a person; empty where it is not worth saying
 */
public record Figure(String key, Number value, String label) {
    /** A count of something that {@code done} says more about, which may be empty. */
    public static Figure of(long count, String noun, String done) {
        String key = (noun + "s " + done).strip().replace(' ', '_');
        return new Figure(key, count, (Plural.noun(count, noun) + " " + done).strip());
    }

    /** The same, said only where there is something to count. */
    public static Figure unlessZero(long count, String noun, String done) {
        Figure figure = of(count, noun, done);
        return count > 0 ? figure : new Figure(figure.key, count, "");
    }

    public boolean isSaid() {
        return !label.isEmpty();
    }

    /** Such as "2 reports delivered". */
    @Override
    public String toString() {
        return value + " " + label;
    }
}
