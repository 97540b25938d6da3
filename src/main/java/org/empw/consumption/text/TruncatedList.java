package org.empw.consumption.text;

import java.util.ArrayList;
import java.util.List;

/** The first twenty of many texts, and how many there are: to name more of them tells nobody more. */
public final class TruncatedList {
    private static final int MAX = 20;

    private final List<String> first = new ArrayList<>();
    private int count;

    public void add(String text) {
        if (++count <= MAX) {
            first.add(text);
        }
    }

    /** Adds a name that came from outside, and what there is to say of it, which may be nothing. */
    public void add(String name, String remark) {
        add(Excerpt.quoted(name) + (remark.isEmpty() ? "" : " (" + remark + ")"));
    }

    /** How many there are in all. */
    public int count() {
        return count;
    }

    /** As lines, one each, and one for those that are not named; {@code kind} is what they are, in the plural. */
    public List<String> lines(String kind) {
        List<String> lines = new ArrayList<>(first);
        if (count > MAX) {
            lines.add("And " + (count - MAX) + " more " + kind + "; --verbose names them");
        }
        return lines;
    }

    /** As one line. */
    @Override
    public String toString() {
        return String.join(", ", first) + (count > MAX ? " and " + (count - MAX) + " more" : "");
    }
}
