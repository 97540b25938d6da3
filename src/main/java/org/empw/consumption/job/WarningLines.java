package org.empw.consumption.job;

import java.util.ArrayList;
import java.util.List;

/** Warnings of one kind: the first twenty, and how many more there are. More of them tell nobody more. */
final class WarningLines {
    private static final int MAX_LINES = 20;

    private final String kind;
    private final List<String> lines = new ArrayList<>();
    private int count;

    /**
     * @param kind what they are, in the plural
     */
    WarningLines(String kind) {
        this.kind = kind;
    }

    void add(String line) {
        if (++count <= MAX_LINES) {
            lines.add(line);
        }
    }

    int count() {
        return count;
    }

    List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        if (count > MAX_LINES) {
            all.add("And " + (count - MAX_LINES) + " more " + kind + "; --verbose names them");
        }
        return all;
    }
}
