package org.empw.consumption.cli;

import java.util.List;

/** The options or settings are wrong. Each problem names one of them and what to do, never a setting's value. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    public UsageException(String problem) {
        this(List.of(problem));
    }

    UsageException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
