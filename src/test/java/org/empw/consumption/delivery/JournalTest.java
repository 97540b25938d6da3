package org.empw.consumption.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.VirtualTime;
import org.empw.consumption.calculation.ConsumptionReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2020-07-29T00:30:00Z"));

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("journal.jsonl");
    }

    private Journal open() throws JournalException {
        return Journal.open(path, time);
    }

    /** A journal of a run that planned five reports in three batches, stored one batch and was killed under the second. */
    private void killedRun() throws Exception {
        try (Journal journal = open()) {
            Plan plan = plan(journal, false, reports(1, 2, 3, 4, 5));
            journal.planned(plan.batches());
            journal.note(plan.batches().get(0), Batch.State.IN_DOUBT);
            journal.note(plan.batches().get(0), Batch.State.STORED);
            journal.note(plan.batches().get(1), Batch.State.IN_DOUBT);
        }
    }

    @Test
    void tellsTheNextRunWhatIsStoredInDoubtAndUnsent() throws Exception {
        killedRun();
        for (int again = 0; again < 2; again++) { // the second time from the compacted file
            try (Journal journal = open()) {
                Plan plan = plan(journal, false, reports(1, 2, 3, 4, 5, 6));
                assertEquals(reports(5, 6), sent(plan));
                assertEquals(reports(3, 4), plan.leftInDoubt());
                assertEquals(2, plan.alreadyStored());
            }
        }
    }

    @Test
    void deliversWhatAnEarlierDayLeftUnsent() throws Exception {
        killedRun();
        time.pass(Duration.ofDays(3));
        try (Journal journal = open()) {
            assertEquals(reports(5), sent(plan(journal, false, List.of())));
        }
    }

    @Test
    void sendsTheDoubtfulAgainWhenAPersonSaysSo() throws Exception {
        killedRun();
        try (Journal journal = open()) {
            Plan plan = plan(journal, true, List.of());
            assertEquals(reports(3, 4, 5), sent(plan));
            journal.planned(plan.batches());
            for (Batch batch : plan.batches()) {
                journal.note(batch, Batch.State.IN_DOUBT);
                journal.note(batch, Batch.State.STORED);
            }
        }
        try (Journal journal = open()) {
            Plan plan = plan(journal, false, reports(1, 2, 3, 4, 5));
            assertEquals(0, plan.size());
            assertEquals(List.of(), plan.leftInDoubt());
        }
    }

    @Test
    void forgetsADoubtThatAPersonSettled() throws Exception {
        killedRun();
        try (Journal journal = open()) {
            journal.settle(reports(3, 4));
        }
        try (Journal journal = open()) {
            Plan plan = plan(journal, true, reports(3, 4));
            assertEquals(reports(5), sent(plan));
            assertEquals(List.of(), plan.leftInDoubt());
        }
    }

    @Test
    void takesTheNewerConsumptionOfAReportNeverSent() throws Exception {
        killedRun();
        ConsumptionReport later =
                new ConsumptionReport("sensor-5", LocalDate.parse("2020-07-28"), new BigDecimal("99"));
        try (Journal journal = open()) {
            assertEquals(List.of(later), sent(plan(journal, false, List.of(later))));
        }
    }

    @Test
    void doesNotCallABatchInDoubtThatWasCertainlyNotApplied() throws Exception {
        try (Journal journal = open()) {
            Plan plan = plan(journal, false, reports(1));
            journal.planned(plan.batches());
            journal.note(plan.batches().get(0), Batch.State.IN_DOUBT);
            journal.note(plan.batches().get(0), Batch.State.UNSENT);
        }
        try (Journal journal = open()) {
            assertEquals(reports(1), sent(plan(journal, false, List.of())));
        }
    }

    @Test
    void forgetsWhatWasStoredAfterFortyDaysAndNothingElse() throws Exception {
        killedRun();
        time.pass(Duration.ofDays(41));
        open().close();
        String text = Files.readString(path);
        assertFalse(text.contains("sensor-1"), text);
        assertTrue(text.contains("sensor-3") && text.contains("sensor-5"), text);
        try (Journal journal = open()) {
            Plan plan = plan(journal, false, List.of());
            assertEquals(reports(5), sent(plan));
            assertEquals(reports(3, 4), plan.leftInDoubt());
        }
    }

    @Test
    void ignoresATornLastLineButNoOther() throws Exception {
        killedRun();
        String whole = Files.readString(path);
        for (int end = whole.indexOf('\n') + 1; end <= whole.length(); end++) {
            Files.writeString(path, whole.substring(0, end));
            Files.deleteIfExists(directory.resolve("journal.jsonl.new"));
            try (Journal journal = open()) {
                Plan plan = plan(journal, false, reports(1, 2, 3, 4, 5));
                assertEquals(5, plan.size() + plan.leftInDoubt().size() + plan.alreadyStored());
            }
        }
        Files.writeString(path, whole.replaceFirst("\"planned\"", "\"plan"));
        assertTrue(assertThrows(JournalException.class, this::open).getMessage().startsWith("Line 2 of the journal"));
        assertTrue(Files.readString(path).contains("\"plan"), "a damaged journal is left as it is");
    }

    @Test
    void letsNoSecondRunIn() throws Exception {
        try (Journal first = open()) {
            assertTrue(first.isEmpty());
            JournalException e = assertThrows(JournalException.class, this::open);
            assertTrue(e.isPassing() && e.getMessage().contains("Another run"), e.getMessage());
        }
        open().close();
    }

    @Test
    void isForItsOwnersEyesOnly() throws Exception {
        killedRun();
        open().close();
        for (String name : List.of("journal.jsonl", "journal.jsonl.lock")) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))));
        }
    }

    @Test
    void startsFromAnEmptyFile() throws Exception {
        Files.createFile(path);
        open().close();
        assertEquals("{\"journal\":1}\n", Files.readString(path));
    }

    @Test
    void refusesWhatItDoesNotKnow() throws IOException {
        for (String text : List.of(
                "{\"journal\":2}\n", "root:x:0:0:root:/root:/bin/bash\n", "{\"a\":1}\n", "\u0000\n", "null\n")) {
            Files.writeString(path, text);
            JournalException e = assertThrows(JournalException.class, this::open);
            assertFalse(e.isPassing());
            assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
            assertFalse(e.getMessage().contains("root:x"), e.getMessage());
            assertEquals(text, Files.readString(path));
        }
    }

    @Test
    void saysWhatToDoAboutAFolder() throws IOException {
        path = directory.resolve("missing/journal.jsonl");
        assertTrue(
                assertThrows(JournalException.class, this::open).getMessage().endsWith("create " + path.getParent()));
        path = directory;
        assertFalse(assertThrows(JournalException.class, this::open).isPassing());
    }

    @Test
    void refusesALineThatTellsOfNoUsableReport() throws IOException {
        for (String line : List.of(
                "{\"planned\":1,\"at\":\"2026-11-01T00:00:00Z\",\"reports\":[null]}",
                "{\"planned\":1,\"at\":\"2026-11-01T00:00:00Z\",\"reports\":[{}]}",
                "{\"planned\":1,\"reports\":[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"consumption\":1e999999999}]}",
                "{\"planned\":1,\"reports\":[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\"}]}",
                "{\"sending\":1}",
                "{\"stored\":1}")) {
            Files.writeString(path, "{\"journal\":1}\n" + line + "\n");
            assertTrue(
                    assertThrows(JournalException.class, this::open)
                            .getMessage()
                            .startsWith("Line 2"),
                    line);
        }
    }

    @Test
    void bearsAnAbsurdTime() throws Exception {
        Files.writeString(
                path,
                "{\"journal\":1}\n{\"planned\":1,\"reports\":[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\","
                        + "\"consumption\":1}]}\n{\"stored\":1,\"at\":\"+1000000000-12-31T23:59:59.999999999Z\"}\n");
        open().close();
    }

    @Test
    void knowsASensorAgainWhateverItsId() throws Exception {
        ConsumptionReport odd =
                new ConsumptionReport("a\ud800\u0000\n\"", LocalDate.parse("2020-07-28"), BigDecimal.ONE);
        try (Journal journal = open()) {
            journal.settle(List.of(odd));
        }
        try (Journal journal = open()) {
            assertEquals(0, plan(journal, false, List.of(odd)).size());
        }
    }

    @Test
    void sendsOnlyThoseInDoubtAgainThatAFileNames() throws Exception {
        killedRun();
        try (Journal journal = open()) {
            List<ConsumptionReport> again = journal.inDoubt(new ReportFile(reports(5), reports(4)));
            Plan plan = Plan.of(reports(5), again, 2, journal);
            assertEquals(reports(4, 5), sent(plan));
            assertEquals(reports(3), plan.leftInDoubt());
        }
    }

    @Test
    void keepsADoubtThatAPersonBringsUp() throws Exception {
        killedRun();
        try (Journal journal = open()) {
            journal.doubt(reports(1, 9));
            assertEquals(reports(3, 4, 9), plan(journal, false, reports(9)).leftInDoubt());
        }
        try (Journal journal = open()) {
            assertEquals(reports(3, 4, 9), plan(journal, false, reports(1, 9)).leftInDoubt());
        }
    }

    @Test
    void refusesWhatIsNoRegularFile() {
        for (String special : List.of("/dev/null", "/")) {
            path = Path.of(special);
            assertFalse(assertThrows(JournalException.class, this::open).isPassing(), special);
        }
    }

    @Test
    void refusesLinksThatGoInACircle() throws IOException {
        Files.createSymbolicLink(path, directory.resolve("other"));
        Files.createSymbolicLink(directory.resolve("other"), path);
        assertFalse(assertThrows(JournalException.class, this::open).isPassing());
    }

    @Test
    void makesTheFileThatALinkPointsTo() throws Exception {
        Path real = directory.resolve("not-yet-there");
        Files.createSymbolicLink(path, Path.of("not-yet-there"));
        killedRun();
        assertTrue(Files.isSymbolicLink(path));
        assertTrue(Files.readString(real).contains("sensor-3"));
    }

    @Test
    void followsALinkInsteadOfReplacingIt() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real")).resolve("journal");
        Files.createFile(real);
        Files.createSymbolicLink(path, real);
        killedRun();
        assertTrue(Files.isSymbolicLink(path));
        assertTrue(Files.readString(real).contains("sensor-3"));
    }

    private static Plan plan(Journal journal, boolean includeInDoubt, List<ConsumptionReport> reports) {
        return Plan.of(reports, includeInDoubt ? journal.inDoubt() : List.of(), 2, journal);
    }

    private static List<ConsumptionReport> sent(Plan plan) {
        List<ConsumptionReport> reports = new ArrayList<>();
        plan.batches().forEach(batch -> reports.addAll(batch.reports()));
        return reports;
    }

    private static List<ConsumptionReport> reports(int... sensors) {
        List<ConsumptionReport> reports = new ArrayList<>();
        for (int sensor : sensors) {
            reports.add(new ConsumptionReport(
                    "sensor-" + sensor, LocalDate.parse("2020-07-28"), BigDecimal.valueOf(sensor, 1)));
        }
        return reports;
    }
}
