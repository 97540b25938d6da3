package org.empw.consumption.cli;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code .env}, read whole or not at all. dotenv-java drops a line with an open quote and all that follow,
 * cuts a value at a #, and shows a line that it could not read, with perhaps a password in it. So this class reads the
 * file, names each line that is not as it should be, and the library has to come to the same values.
 */
final class DotenvFile {
    private static final Pattern ENTRY = Pattern.compile("\\s*([\\w.-]+)\\s*=\\s*(.*?)\\s*");

    private final Path directory;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Integer> lineNumbers = new HashMap<>();

    DotenvFile(Path directory) {
        this.directory = directory;
    }

    /** What the file says; adds a sentence to {@code problems} for each line that cannot be read as it is written. */
    Map<String, String> read(List<String> problems) {
        int before = problems.size();
        try {
            List<String> lines = Files.readAllLines(directory.resolve(".env"));
            for (int number = 1; number <= lines.size(); number++) {
                String problem = check(lines.get(number - 1), number);
                if (!problem.isEmpty()) {
                    problems.add("Line " + number + " of .env " + problem);
                }
            }
        } catch (IOException e) {
            problems.add("The file .env cannot be read; see that it is a text file in UTF-8 that this user may read");
        }
        if (problems.size() == before && !values.equals(fromLibrary())) {
            problems.add("The file .env cannot be read; write each line as NAME=value or NAME=\"value\"");
        }
        return values;
    }

    /** Which line sets {@code name}, counted from 1. */
    int line(String name) {
        return lineNumbers.getOrDefault(name, 0);
    }

    /** Returns what is wrong with a line, as a clause without its text; empty when it is fine. */
    private String check(String line, int number) {
        if (line.isBlank() || line.startsWith("#")) {
            return "";
        }
        if (line.startsWith("\uFEFF")) {
            return "begins with a byte order mark; save the file as UTF-8 without one";
        }
        if (line.strip().startsWith("export ")) {
            return "begins with export; remove that word";
        }
        Matcher entry = ENTRY.matcher(line);
        if (!entry.matches()) {
            return "cannot be read; write it as NAME=value, or begin it with # if it is a comment";
        }
        String name = entry.group(1);
        String value = entry.group(2);
        if (value.startsWith("\"") || value.startsWith("'")) {
            int end = value.indexOf(value.charAt(0), 1);
            if (end < 0) {
                return "has a quote that is not closed";
            }
            if (end != value.length() - 1) {
                return "goes on after its closing quote; a value that holds one kind of quote goes into the other kind";
            }
            value = value.substring(1, end);
        } else if (value.contains("#")) {
            return "has a # in its value; put the value in double quotes, or the comment on a line of its own";
        } else if (value.contains("\"")) {
            return "has a quote in its value; put the value in single quotes";
        }
        Integer earlier = lineNumbers.putIfAbsent(name, number);
        if (earlier != null) {
            return "sets what line " + earlier + " sets, too; remove one of them";
        }
        values.put(name, value);
        return "";
    }

    private Map<String, String> fromLibrary() {
        String folder = directory.toString().isEmpty() ? "." : directory.toString();
        Map<String, String> read = new HashMap<>();
        try {
            Dotenv dotenv = Dotenv.configure().directory(folder).load();
            for (DotenvEntry entry : dotenv.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)) {
                // Double quotes are dotenv-java's; single ones it leaves in place.
                read.put(entry.getKey(), entry.getValue().replaceFirst("^'(.*)'$", "$1"));
            }
        } catch (DotenvException e) {
            return Map.of();
        }
        return read;
    }
}
