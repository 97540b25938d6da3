package org.empw.consumption.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.ledger.DatabaseUrl;

/** Looks settings up, and collects what is wrong with them. */
final class SettingsReader {
    /** What Java puts in the place of a byte that it cannot decode, as under cron, whose processes have no locale. */
    private static final char UNREADABLE = '\uFFFD';

    private final Map<String, String> environment;
    private final Map<String, String> file;
    private final Path directory;
    private final List<String> problems = new ArrayList<>();
    private final List<String> fromEnvironment = new ArrayList<>();
    private final List<String> fromFile = new ArrayList<>();
    private final TreeSet<String> asked = new TreeSet<>();
    private final String missing;
    private final boolean fileIsBroken;

    SettingsReader(Map<String, String> environment, Path directory) {
        this.environment = environment;
        this.directory = directory;
        DotenvFile dotenv = new DotenvFile(directory);
        if (!Files.exists(directory.toAbsolutePath())) {
            problems.add("The name of the working directory is unreadable without a locale; set LANG=C.UTF-8");
        }
        if (dotenv.exists()) {
            missing = "is not set in the environment or in .env";
            file = dotenv.read(problems);
        } else {
            missing = "is not set; copy .example.env to .env and fill it in, or set it in the environment";
            file = Map.of();
        }
        fileIsBroken = !problems.isEmpty();
    }

    /** A setting that there was once. */
    void refuse(String name, String problem) {
        if (!value(name).isEmpty()) {
            problems.add(name + " " + problem);
        }
    }

    /** The value as it is; empty when it is missing. */
    String text(String name, boolean required) {
        String value = value(name);
        if (value.isEmpty() && required && !fileIsBroken) {
            problems.add(name + " " + missing);
        }
        return value;
    }

    Optional<BaseUrl> url(String name, boolean required) {
        return parsed(name, required, BaseUrl::parse);
    }

    Optional<DatabaseUrl> databaseUrl(String name, boolean required) {
        return parsed(name, required, text -> DatabaseUrl.parse(text, directory));
    }

    private <T> Optional<T> parsed(String name, boolean required, Function<String, T> parse) {
        String text = text(name, required);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(parse.apply(text.strip()));
        } catch (IllegalArgumentException e) {
            problems.add(name + " " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether the setting has the second of its two values, and not the first, which is its default. */
    boolean choice(String name, String usual, String other) {
        String value = value(name).strip().toLowerCase(Locale.ROOT);
        if (!value.isEmpty() && !value.equals(usual) && !value.equals(other)) {
            problems.add(name + " is neither " + usual + " nor " + other);
        }
        return value.equals(other);
    }

    OptionalInt number(String name, int min, int max) {
        String text = value(name).strip();
        try {
            int number = text.isEmpty() ? min : Integer.parseInt(text);
            if (number >= min && number <= max) {
                return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // named below
        }
        problems.add(name + " is not a whole number from " + min + " to " + max);
        return OptionalInt.empty();
    }

    /** Which of the settings that were asked for came from where. */
    String origin() {
        List<String> parts = new ArrayList<>();
        if (!fromEnvironment.isEmpty()) {
            parts.add(String.join(", ", fromEnvironment) + " from the environment");
        }
        if (!fromFile.isEmpty()) {
            parts.add(String.join(", ", fromFile) + " from .env");
        }
        return parts.isEmpty() ? "none" : String.join("; ", parts);
    }

    /** The names in {@code .env} that are no settings of this job. */
    List<String> unknown() {
        TreeSet<String> unknown = new TreeSet<>(file.keySet());
        unknown.removeAll(asked);
        return List.copyOf(unknown);
    }

    void failOnProblems() throws UsageException {
        if (!problems.isEmpty()) {
            throw new UsageException(String.join("\n", problems));
        }
    }

    private String value(String name) {
        asked.add(name);
        String value = environment.getOrDefault(name, "");
        if (!value.isBlank()) {
            if (value.indexOf(UNREADABLE) >= 0) {
                problems.add(
                        name + " holds characters that are unreadable without a locale; set LANG=C.UTF-8, or use .env");
            }
            fromEnvironment.add(name + (file.containsKey(name) ? " (not the one in .env)" : ""));
            return value;
        }
        value = file.getOrDefault(name, "");
        if (!value.isBlank()) {
            fromFile.add(name);
        }
        return value.isBlank() ? "" : value;
    }
}
