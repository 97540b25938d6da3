package org.empw.consumption;

import static org.empw.consumption.support.Docs.names;
import static org.empw.consumption.support.Docs.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.run.Run;
import org.empw.consumption.support.Docs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The README, the other documents, the help text, the example settings and app.json tell the truth. */
class DocsTest {
    private static final String README = read("README.md");
    private static final String HELP = new Run().go("--help").out;
    private static final String SOURCES = "src/main/java/org/empw/consumption/";

    @Test
    void keepsTheReadmeShortAndTheHelpOnAScreen() {
        assertTrue(README.getBytes(StandardCharsets.UTF_8).length <= 7_000, README);
        assertTrue(HELP.lines().count() <= 48, "lines: " + HELP.lines().count());
        assertTrue(HELP.lines().allMatch(line -> line.length() <= 80), HELP);
    }

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
        String command = "--demo --explain 5f1efd542514f800017a1fcc";
        assertTrue(README.contains(".jar " + command + "\n"));
        Run explain = new Run().go(command.split(" "));
        assertEquals(explain.out, block("explain"));
    }

    @Test
    void listsEachExitCode() {
        List<String> inHelp =
                HELP.lines().filter(line -> line.matches("  \\d  .*")).toList();
        List<String> rows = read("docs/troubleshooting.md")
                .lines()
                .filter(line -> line.matches("\\| \\d \\| .*"))
                .toList();
        assertEquals(ExitCode.values().length, rows.size());
        assertEquals(ExitCode.values().length, inHelp.size());
        for (ExitCode code : ExitCode.values()) {
            assertTrue(
                    inHelp.get(code.code()).matches("  " + code.code() + "  \\S.{46}  \\S.*"), inHelp.get(code.code()));
            assertTrue(rows.get(code.code()).startsWith("| " + code.code() + " |"));
        }
    }

    @Test
    void explainsEachOption() {
        Set<String> inCode = names(
                read(SOURCES + "cli/CommandLineOptions.java"), "(?:addOption\\([^,)]+, |longOpt\\()\"([a-z-]+)\"");
        assertEquals(inCode, names(HELP, "--([a-z-]+)(?=[ ,\\n])"));
        assertEquals(14, inCode.size());
    }

    @Test
    void listsEachSettingWithItsDefault() {
        Set<String> inHelp = names(HELP, "(?m)^  ([A-Z][A-Z_]+) ");
        String example = read(".example.env");
        assertEquals(inHelp, names(example, "(?m)^#?([A-Z][A-Z_]+)="));
        Set<String> inCode = names(read(SOURCES + "cli/Settings.java"), "\\(\\s*\"([A-Z]+_[A-Z_]+)\"");
        inCode.remove("JOURNAL_FILE");
        assertEquals(inCode, inHelp);
        for (String setting : List.of("MAX_WAIT_SECONDS=900", "CHECK_SENSORS=false", "LOG_FORMAT=text")) {
            String[] parts = setting.split("=", 2);
            assertTrue(example.contains("#" + setting + "\n"), setting);
            assertTrue(HELP.matches("(?s).*  " + parts[0] + " [^\\n]*[( ]" + parts[1] + "[,) ].*"), setting);
        }
        assertTrue(example.contains("\nDATABASE_URL=sqlite:consumption-job.db\n"));
    }

    @Test
    void asksForTheSettingsOfTheJobOnHeroku() {
        JsonNode app = new JsonMapper().readTree(read("app.json"));
        Set<String> settings = names(HELP, "(?m)^  ([A-Z][A-Z_]+) ");
        Set<String> required = names(HELP, "(?m)^  ([A-Z][A-Z_]+) [^\\n]*\\(required\\)");
        app.path("env").properties().forEach(setting -> {
            assertTrue(settings.contains(setting.getKey()), setting.getKey());
            assertTrue(setting.getValue().path("description").asString().length() > 10);
            assertEquals(
                    required.remove(setting.getKey()),
                    !setting.getValue().has("value")
                            && setting.getValue().path("required").asBoolean(true),
                    setting.getKey());
        });
        assertEquals(Set.of(), required);
        assertEquals(0, app.path("formation").path("job").path("quantity").intValue());
        assertTrue(read("Procfile").startsWith("job: "));
    }

    @ParameterizedTest
    @MethodSource("org.empw.consumption.support.Docs#documents")
    void linksToWhatIsThere(Path document) {
        for (String link : names(read(document.toString()), "\\]\\(([^)]+)\\)")) {
            if (!link.contains("://")) {
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
                assertTrue(Files.exists(target), link);
                assertTrue(parts.length < 2 || anchors(target).contains(parts[1]), link);
            }
        }
    }

    private static Set<String> anchors(Path document) {
        return names(read(document.toString()), "(?m)^#+ (.*)$").stream()
                .map(Docs::anchor)
                .collect(Collectors.toSet());
    }

    @Test
    void listsThePackagesAsTheyAre() {
        assertEquals(new TreeSet<>(PackagesTest.packages()), names(read("docs/design.md"), "(?m)^\\| `([a-z]+)` \\| "));
    }

    @Test
    void saysWhatAPackageMayUse() {
        for (String row : read("docs/design.md")
                .lines()
                .filter(line -> line.matches("\\| `[a-z]+` \\| .*"))
                .toList()) {
            String[] cells = row.split(" *\\| *", -1);
            if (!cells[3].startsWith("everything")) {
                assertEquals(
                        new TreeSet<>(PackagesTest.MAY_USE.get(cells[1].replace("`", ""))),
                        names(cells[3], "`([A-Za-z.]+)`"),
                        row);
            }
        }
    }

    @Test
    void saysNothingTwice() throws IOException {
        Map<String, Path> said = new HashMap<>();
        for (Path document : Docs.documents().toList()) {
            String text =
                    read(document.toString()).replaceAll("(?s)```.*?```", "").replaceAll("(?m)^    .*$", "");
            for (String sentence : text.replaceAll("\\s+", " ").split("[.:|] ", -1)) {
                if (sentence.length() > 50) {
                    Path earlier = said.put(sentence, document);
                    assertTrue(earlier == null, () -> sentence + " is in " + earlier + " and in " + document);
                }
            }
        }
    }

    @Test
    void namesTestsThatExist() throws IOException {
        String design = read("docs/design.md");
        Set<String> named = names(design.substring(design.indexOf("| Promise |")), "`([A-Z]\\w+(?:Test|IT))`");
        try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
            Set<String> there = tests.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
            assertTrue(there.containsAll(named), named::toString);
        }
        assertEquals(9, names(design, "(?m)^\\| (\\d)\\. ").size());
    }

    /** The fenced block after the comment {@code <!-- name -->}. */
    private static String block(String name) {
        String after = README.substring(README.indexOf("<!-- " + name + " -->"));
        int start = after.indexOf('\n', after.indexOf("```")) + 1;
        return after.substring(start, after.indexOf("```", start));
    }
}
