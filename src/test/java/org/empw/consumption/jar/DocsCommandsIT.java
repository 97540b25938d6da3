package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.empw.consumption.run.RunTestBase;
import org.empw.consumption.support.Docs;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fault.Applied;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands in the documents do what the documents say, in bash, against the stand-in for the API. */
class DocsCommandsIT extends ITBase {
    @BeforeEach
    void giveItTheSample() throws IOException {
        api.readings(Files.readString(RunTestBase.SAMPLE));
    }

    private static List<DocsCommands> commands() throws IOException {
        List<DocsCommands> all = new ArrayList<>();
        for (Path document :
                Docs.documents().filter(file -> file.startsWith("docs")).toList()) {
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

    private void assertAllWereStored(String said) {
        assertTrue(said.contains("2 reports already stored by an earlier run"), said);
        assertEquals(1, api.posts());
    }

    private void assertStoredOnce(String said) {
        assertEquals(2, api.stored().size(), said);
        assertEquals(Set.of(1), Set.copyOf(api.stored().values()), said);
    }

    @Test
    void runsOrListsEachBlockOfCommands() throws IOException {
        String byHand = Docs.read("docs/developing.md");
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
        assertAllWereStored(said);
    }

    @Test
    void settlesWhatIsInDoubtInOneLine() throws Exception {
        api.losePost(1, Applied.ALL);
        bash("job");
        String said = bash(commands("in doubt"));
        assertTrue(said.contains("The ledger now has 2 reports of the file as stored"), said);
        said = bash("job");
        assertAllWereStored(said);
    }

    @Test
    void sendsWhatALookShowedToBeMissing() throws Exception {
        api.losePost(1, Applied.PREFIX);
        bash("job");
        String there = api.stored().keySet().iterator().next().split(" ", -1)[0];
        bash("job --status | grep " + there + " > found.jsonl; job --status | grep -v " + there + " > missing.jsonl");
        String commands = commands("some are there");
        String said = bash(commands + commands);
        assertStoredOnce(said);
        assertEquals("", bash("job --status 2> status.txt"));
    }

    @Test
    void sendsWhatARunWithoutALedgerPrinted() throws Exception {
        api.failPost(1, Answer.BAD_REQUEST_400);
        String said = bash("export DATABASE_URL=none\n" + commands("no ledger"));
        assertStoredOnce(said);
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
}
