package org.empw.consumption.cli;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;

/** Looks settings up, and collects what is wrong with them. */
final class SettingsReader {
    private final Map<String, String> environment;
    private final Map<String, String> file;
    private final StringJoiner fromEnvironment = new StringJoiner(", ", "", " from the environment").setEmptyValue("");
    private final StringJoiner fromFile = new StringJoiner(", ", "", " from .env").setEmptyValue("");
    private final String missing;
    private final boolean fileIsBroken;

    /** A sentence each. */
    final List<String> problems = new ArrayList<>();

    /** What is wrong with settings that the run can do without, a sentence each. */
    final List<String> warnings = new ArrayList<>();

    private final DotenvFile dotenv;
    private final Set<String> asked = new HashSet<>();

    SettingsReader(Map<String, String> environment, Path directory) {
        this.environment = environment;
        dotenv = new DotenvFile(directory);
        if (!Files.exists(directory.toAbsolutePath())) {
            problems.add("The name of the working directory is unreadable without a locale; set LANG=C.UTF-8");
        }
        if (Files.exists(directory.resolve(".env"), LinkOption.NOFOLLOW_LINKS)) {
            missing = " is not set in the environment or in .env";
            file = dotenv.read(problems);
        } else {
            missing = " is not set; copy .example.env to .env and fill it in, or set it in the environment";
            file = Map.of();
        }
        fileIsBroken = !problems.isEmpty();
    }

    /** The value as it is; empty when it is missing, or was damaged on its way. */
    String text(String name, boolean required) {
        asked.add(name);
        String value = environment.getOrDefault(name, "");
        if (!value.isBlank()) {
            Optional<String> damage = Damage.of(value);
            if (damage.isPresent()) {
                problems.add(name + " " + damage.get());
                return "";
            }
            fromEnvironment.add(name + (file.containsKey(name) ? " (not the one in .env)" : ""));
            return value;
        }
        value = file.getOrDefault(name, "");
        if (!value.isBlank()) {
            fromFile.add(name);
            return value;
        }
        if (required && !fileIsBroken) {
            problems.add(name + missing);
        }
        return "";
    }

    /** The value as {@code parse} understands it, whose IllegalArgumentException says as a clause what is wrong. */
    <T> Optional<T> parsed(String name, boolean required, Function<String, T> parse) {
        String text = text(name, required).strip();
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            problems.add(name + " " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The same for a setting that the run can do without: what is wrong with it is a warning and not a problem. */
    <T> Optional<T> optional(String name, Function<String, T> parse) {
        int before = problems.size();
        Optional<T> value = parsed(name, false, parse);
        List<String> added = problems.subList(before, problems.size());
        warnings.addAll(added);
        added.clear();
        return value;
    }

    /** Whether the setting has the second of its two values, and not the first, which is its default. */
    boolean choice(String name, String usual, String other) {
        String value = text(name, false).strip().toLowerCase(Locale.ROOT);
        if (!List.of("", usual, other).contains(value)) {
            problems.add(name + " is neither " + usual + " nor " + other);
        }
        return value.equals(other);
    }

    OptionalInt number(String name, int min, int max) {
        String text = text(name, false).strip();
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

    /**
     * The lines of {@code .env} that set nothing that was asked for. Such a line may be the second half of a password,
     * so it is shown only if it is a setting's name with a mistake in it.
     */
    List<String> unknown() {
        List<String> unknown = new ArrayList<>();
        List<String> names = new ArrayList<>(file.keySet());
        names.sort(Comparator.comparing(dotenv::line));
        for (String name : names) {
            if (!asked.contains(name)) {
                boolean shown = name.matches("[A-Z_]+") && asked.stream().anyMatch(known -> isLike(known, name));
                unknown.add("line " + dotenv.line(name) + (shown ? " (" + name + ")" : ""));
            }
        }
        return unknown;
    }

    /** Whether {@code name} has most of the parts of {@code known}, or runs them together. */
    private static boolean isLike(String known, String name) {
        String word = known.replace("_", "");
        String other = name.replace("_", "");
        int same = 0;
        while (same < Math.min(word.length(), other.length()) && word.charAt(same) == other.charAt(same)) {
            same++;
        }
        return same >= 5 && Math.abs(word.length() - other.length()) <= 3;
    }

    /** Which of the settings that were asked for came from where. */
    String origin() {
        boolean both = fromEnvironment.length() > 0 && fromFile.length() > 0;
        String origin = fromEnvironment + (both ? "; " : "") + fromFile;
        return origin.isEmpty() ? "none" : origin;
    }
}
