package org.empw.consumption.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Many texts. The first twenty are shown, and how many there are: more names would not help anybody. A program gets the
 * names of all.
 */
public final class TruncatedList {
    /** So many are shown. */
    public static final int MAX = 20;

    private final List<String> first = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private int count;

    /**
     * Adds a sentence about something.
     *
     * @param name of what it is about; it may come from outside
     */
    public void addSentence(String name, String sentence) {
        names.add(name);
        if (++count <= MAX) {
            first.add(sentence);
        }
    }

    /** Adds a name that came from outside, and what there is to say of it, which may be nothing. */
    public void add(String name, String remark) {
        names.add(name);
        if (++count <= MAX) {
            first.add(Excerpt.quoted(name) + (remark.isEmpty() ? "" : " (" + remark + ")"));
        }
    }

    /** How many there are in all. */
    public int count() {
        return count;
    }

    /** The names of all, for a program, in the order in which they came. */
    public List<String> names() {
        return names.stream().map(Redactor::redact).toList();
    }

    /**
     * As lines, one each, and one for those that are not named.
     *
     * @param noun what they are, in the singular
     * @param rest what follows it
     */
    public List<String> lines(String noun, String rest) {
        List<String> lines = new ArrayList<>(first);
        if (count > MAX) {
            int more = count - MAX;
            lines.add("And " + Plural.of(more, "more " + noun) + rest + "; --verbose names " + Plural.them(more));
        }
        return lines;
    }

    /** As one line. */
    @Override
    public String toString() {
        return String.join(", ", first) + (count > MAX ? " and " + (count - MAX) + " more" : "");
    }
}
