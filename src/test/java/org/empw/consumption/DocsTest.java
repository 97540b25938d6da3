package org.empw.consumption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.run.Run;
import org.empw.consumption.run.RunTestBase;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fault.Applied;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The README, the other documents, the help text, the example settings and app.json tell the truth. */
class DocsTest {
    private static final String README = read("README.md");
    private static final String HELP = new Run().go("--help").out;
    private static final String SOURCES = "src/main/java/org/empw/consumption/";

    @TempDir
    Path directory;

    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi(InstantSource.system()).unlimited().readings(Files.readString(RunTestBase.SAMPLE));
    }

    @AfterEach
    void end() {
        api.close();
    }

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

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            List<Path> all =
                    docs.filter(file -> file.toString().endsWith(".md")).toList();
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CHANGELOG.md")), all.stream());
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
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
                .map(DocsCommands::anchor)
                .collect(Collectors.toSet());
    }

    private static List<DocsCommands> commands() throws IOException {
        List<DocsCommands> all = new ArrayList<>();
        for (Path document : documents().filter(file -> file.startsWith("docs")).toList()) {
            all.addAll(DocsCommands.of(document));
        }
        return all;
    }

    /** The blocks for a situation, one after the other. */
    private static String commands(String situation) throws IOException {
        String all = commands().stream()
                .filter(block -> block.situation().equals(situation))
                .map(DocsCommands::commands)
                .collect(Collectors.joining());
        assertFalse(all.isEmpty(), situation);
        return all;
    }

    /** Runs a script against the API with a ledger in the directory. */
    private String bash(String script) throws IOException, InterruptedException {
        Map<String, String> environment = api.environment();
        environment.put("DATABASE_URL", "sqlite:l.db");
        return DocsCommands.bash(directory, environment, script);
    }

    @Test
    void runsOrListsEachBlockOfCommands() throws IOException {
        String byHand = read("docs/developing.md");
        for (DocsCommands block : commands()) {
            String document = block.document().getFileName().toString();
            String link = "(" + (document.equals("developing.md") ? "" : document) + "#" + block.section() + ") |";
            assertTrue(!block.situation().isEmpty() || byHand.contains(link), () -> link + block.commands());
        }
    }

    @Test
    void tellsANewLedgerOfADayThatWasDelivered() throws Exception {
        bash("DATABASE_URL=none job");
        bash(commands("delivered without this ledger"));
        String said = bash(commands("noted"));
        assertTrue(said.contains("2 reports already stored by an earlier run"), said);
        assertEquals(1, api.posts());
    }

    @Test
    void settlesWhatIsInDoubtInOneLine() throws Exception {
        api.losePost(1, Applied.ALL);
        bash("job");
        String said = bash(commands("in doubt"));
        assertTrue(said.contains("The ledger now has 2 reports of the file as stored"), said);
        said = bash("job");
        assertTrue(said.contains("2 reports already stored by an earlier run"), said);
        assertEquals(1, api.posts());
    }

    @Test
    void sendsWhatALookShowedToBeMissing() throws Exception {
        api.losePost(1, Applied.PREFIX);
        bash("job");
        String there = api.stored().keySet().iterator().next().split(" ", 2)[0];
        bash("job --status | grep " + there + " > found.jsonl; job --status | grep -v " + there + " > missing.jsonl");
        String commands = commands("some are there");
        String said = bash(commands + commands);
        assertEquals(2, api.stored().size(), said);
        assertEquals(Set.of(1), Set.copyOf(api.stored().values()), said);
        assertEquals("", bash("job --status 2> status.txt"));
    }

    @Test
    void sendsWhatARunWithoutALedgerPrinted() throws Exception {
        api.failPost(1, Answer.BAD_REQUEST_400);
        String said = bash("export DATABASE_URL=none\n" + commands("no ledger"));
        assertEquals(2, api.stored().size(), said);
        assertEquals(Set.of(1), Set.copyOf(api.stored().values()), said);
    }

    @Test
    void drawsAPageAndReadsAnOldDay() throws Exception {
        String said = bash(commands("page").replace("/var/www/html/", ""));
        assertTrue(Files.exists(directory.resolve("water.html")), said);
        bash("job -q --dry-run --save-readings readings-2020-07-29.json.gz");
        int calls = api.calls().size();
        said = bash(commands("saved"));
        assertTrue(said.contains("a fall, ignored"), said);
        assertTrue(Files.exists(directory.resolve("tuesday.html")), said);
        assertEquals(calls, api.calls().size());
    }

    @Test
    void drawsTheRoomsAsTheyAre() {
        assertEquals(new TreeSet<>(RoomsTest.rooms()), names(read("docs/design.md"), "(?m)^\\| `([a-z]+)` \\| "));
    }

    @Test
    void saysWhatARoomMayUse() {
        for (String row : read("docs/design.md")
                .lines()
                .filter(line -> line.matches("\\| `[a-z]+` \\| .*"))
                .toList()) {
            String[] cells = row.split(" *\\| *", -1);
            if (!cells[3].startsWith("everything")) {
                assertEquals(
                        new TreeSet<>(RoomsTest.MAY_USE.get(cells[1].replace("`", ""))),
                        names(cells[3], "`([A-Za-z.]+)`"),
                        row);
            }
        }
    }

    @Test
    void saysNothingTwice() throws IOException {
        Map<String, Path> said = new HashMap<>();
        for (Path document : documents().toList()) {
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
    void namesTestsThatThereAre() throws IOException {
        String design = read("docs/design.md");
        Set<String> named = names(design.substring(design.indexOf("| Promise |")), "`([A-Z]\\w+(?:Test|IT))`");
        try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
            Set<String> there = tests.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
            assertTrue(there.containsAll(named), named::toString);
        }
        assertEquals(9, names(design, "(?m)^\\| (\\d)\\. ").size());
    }

    private static Set<String> names(String text, String pattern) {
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
