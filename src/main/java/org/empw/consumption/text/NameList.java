package org.empw.consumption.text;

import java.util.ArrayList;
import java.util.List;

/** Names in quotes for one line of the log: the first twenty, and how many more there are. */
public final class NameList {
    private static final int MAX_NAMED = 20;

    private final List<String> named = new ArrayList<>();
    private int count;

    /** Adds a name that came from outside, and what there is to say of it, which may be nothing. */
    public void add(String name, String remark) {
        if (++count <= MAX_NAMED) {
            named.add(Excerpt.quoted(name) + (remark.isEmpty() ? "" : " (" + remark + ")"));
        }
    }

    public void add(String name) {
        add(name, "");
    }

    /** How many names were added. */
    public int count() {
        return count;
    }

    @Override
    public String toString() {
        return String.join(", ", named) + (count > MAX_NAMED ? " and " + (count - MAX_NAMED) + " more" : "");
    }
}
