package org.empw.consumption.cli;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The file {@code .env}, read by dotenv-java. Its messages show the line that it could not read, and with it perhaps a
 * password; here such a line is told by its number alone.
 */
public final class DotenvFile {

    private static final String UNREADABLE =
            " cannot be read; write it as NAME=value, in double quotes if it holds a # or spaces";

    private final Path directory;

    public DotenvFile(Path directory) {
        this.directory = directory;
    }

    /** Adds what the file says to {@code values}, and a sentence for what is wrong with it to {@code problems}. */
    public void read(Map<String, String> values, List<String> problems) {
        List<String> lines;
        try {
            lines = Files.readAllLines(directory.resolve(".env"));
        } catch (IOException e) {
            problems.add("The file .env cannot be read; see that it is a text file in UTF-8 that this user may read");
            return;
        }
        try {
            Dotenv dotenv = Dotenv.configure()
                    .directory(directory.toAbsolutePath().toString())
                    .load();
            for (DotenvEntry entry : dotenv.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)) {
                values.put(entry.getKey(), withoutSingleQuotes(entry.getValue()));
            }
        } catch (DotenvException e) {
            int number = lineNumber(lines, e.getMessage());
            String line = lines.get(number - 1);
            problems.add("Line " + number + " of .env"
                    + (line.startsWith("\uFEFF")
                            ? " begins with a byte order mark; save the file as UTF-8 without one"
                            : line.strip().startsWith("export ")
                                    ? " begins with export; remove that word"
                                    : UNREADABLE));
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            // dotenv-java drops a value whose quote is never closed, and all that follows it, without a word.
            if (lines.get(i).contains("=\"")
                    && !values.containsKey(name(lines.get(i)))
                    && !lines.get(i).startsWith("#")) {
                problems.add("Line " + (i + 1) + " of .env has a quote that is not closed");
                return;
            }
        }
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf('=')).strip();
    }

    /** Double quotes are dotenv-java's; single ones it leaves in place. */
    private static String withoutSingleQuotes(String value) {
        return value.length() > 1 && value.startsWith("'") && value.endsWith("'")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /** The message ends with the text that could not be read, which is one line or several. */
    private static int lineNumber(List<String> lines, String message) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && (message.endsWith(" " + line) || message.contains(" " + line + "\n"))) {
                return i + 1;
            }
        }
        return lines.size();
    }
}
