package org.empw.consumption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.empw.consumption.cli.CommandLineOptions;
import org.empw.consumption.cli.ExitCode;
import org.junit.jupiter.api.Test;

/** The README, the help text and the example settings tell the truth. */
class ReadmeTest {

    private static final String README = read("README.md");
    private static final String HELP = new Run().go("--help").out;

    @Test
    void showsTheHelpText() {
        assertEquals(HELP, block("help"));
    }

    @Test
    void showsWhatTheDemoPrints() {
        assertEquals(new Run().go("--demo").out, block("demo"));
    }

    @Test
    void showsAnExplanation() {
        Run explain = new Run()
                .in(Path.of(""))
                .go(
                        "--explain",
                        "5f1efd542514f800017a1fcc",
                        "--readings",
                        "src/main/resources/org/empw/consumption/demo/readings.json");
        assertEquals(explain.out, block("explain"));
    }

    @Test
    void listsEachExitCode() {
        List<String> inHelp =
                HELP.lines().filter(line -> line.matches("  \\d  .*")).toList();
        List<String> rows = README.lines()
                .filter(line -> line.matches("\\| \\d \\| [a-z].*"))
                .toList();
        assertEquals(ExitCode.values().length, rows.size());
        assertEquals(ExitCode.values().length, inHelp.size());
        for (ExitCode code : ExitCode.values()) {
            String expected = String.format("  %d  %-57s%s", code.code(), code.meaning(), code.next());
            assertEquals(expected, inHelp.get(code.code()));
            assertTrue(rows.get(code.code()).startsWith("| " + code.code() + " |"));
        }
    }

    @Test
    void explainsEachOption() {
        for (Option option : CommandLineOptions.definitions().getOptions()) {
            assertTrue(HELP.contains("--" + option.getLongOpt()), option.getLongOpt());
        }
    }

    @Test
    void listsEachSettingInTheExample() {
        TreeSet<String> inHelp = names(HELP, "(?m)^  ([A-Z][A-Z_]+) ");
        TreeSet<String> inExample = names(read(".example.env"), "(?m)^#?([A-Z][A-Z_]+)=");
        TreeSet<String> inCode =
                names(read("src/main/java/org/empw/consumption/cli/Settings.java"), "\\(\"([A-Z]+_[A-Z_]+)\"");
        assertEquals(inCode, inHelp);
        assertEquals(inCode, inExample);
    }

    private static TreeSet<String> names(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The fenced block after the comment {@code <!-- name -->}. */
    private static String block(String name) {
        String after = README.substring(README.indexOf("<!-- " + name + " -->"));
        int start = after.indexOf('\n', after.indexOf("```")) + 1;
        return after.substring(start, after.indexOf("```", start));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
