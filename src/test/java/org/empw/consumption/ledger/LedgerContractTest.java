package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.Ledger.LastReadingOf;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.TestDatabase;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a ledger promises, whichever database holds it. */
@ParameterizedClass(name = "{0}")
@EnumSource
class LedgerContractTest {
    private static final String API = "https://api.example.com/v1";
    private static final LocalDate DAY = LocalDate.parse("2020-07-28");

    @Parameter
    TestDatabase database;

    @TempDir
    Path directory;

    private final VirtualTime time = new VirtualTime(Instant.parse("2020-07-29T00:30:00Z"));
    private DatabaseUrl url;
    private SqlLedger ledger;

    @BeforeEach
    void open() throws Exception {
        url = database.create(directory);
        ledger = open(API);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private SqlLedger open(String api) throws LedgerException {
        return SqlLedger.open(url, api, Patience.of(900, time), false);
    }

    /** Another run begins; all that is known comes from the database. */
    private void nextRun() throws LedgerException {
        ledger.close();
        ledger = open(API);
    }

    /** The run is over; what it left behind. */
    private LedgerStatus status() throws LedgerException {
        ledger.close();
        return LedgerStatus.read(url, API, Patience.none());
    }

    private static ConsumptionReport report(String sensor, LocalDate day, String consumption) {
        return new ConsumptionReport(sensor, day, new BigDecimal(consumption));
    }

    private static List<ConsumptionReport> reports(LocalDate day, String... sensors) {
        List<ConsumptionReport> reports = new ArrayList<>();
        for (String sensor : sensors) {
            reports.add(report(sensor, day, "104"));
        }
        return reports;
    }

    private Plan plan(List<ConsumptionReport> wanted, int batchSize) throws LedgerException {
        return ledger.plan(wanted, Planning.withLeftovers(batchSize));
    }

    /** Plans reports as one batch. */
    private PlannedBatch planned(List<ConsumptionReport> wanted) throws LedgerException {
        List<PlannedBatch> batches =
                ledger.plan(wanted, Planning.withoutLeftovers(1_000)).batches();
        assertEquals(1, batches.size());
        return batches.get(0);
    }

    private void store(List<ConsumptionReport> reports) throws LedgerException {
        PlannedBatch batch = planned(reports);
        ledger.claim(batch);
        ledger.settle(batch, ReportState.STORED);
    }

    private void leaveInDoubt(List<ConsumptionReport> reports) throws LedgerException {
        ledger.claim(planned(reports));
    }

    /** The lines that are printed of a batch in doubt. */
    private static List<SentReport> lines(PlannedBatch batch) {
        return batch.reports().stream()
                .map(report -> new SentReport(report, OptionalLong.of(batch.batchId())))
                .toList();
    }

    /** A person looked: the API does not have what is in doubt. */
    private Plan sendAgain(PlannedBatch batch) throws LedgerException {
        return ledger.planFile(List.of(), lines(batch), true, Planning.withoutLeftovers(1_000));
    }

    private static List<List<ConsumptionReport>> contents(Plan plan) {
        return plan.batches().stream().map(PlannedBatch::reports).toList();
    }

    private void assertRefused(PlannedBatch batch) {
        LedgerException e = assertThrows(LedgerException.class, () -> ledger.claim(batch));
        assertEquals(LedgerException.Kind.OVERTAKEN, e.kind());
    }

    @Test
    void plansNewReportsInBatches() throws LedgerException {
        Plan plan = plan(reports(DAY, "c", "a", "b"), 2);
        assertEquals(List.of(reports(DAY, "a", "b"), reports(DAY, "c")), contents(plan));
        assertNotEquals(plan.batches().get(0).batchId(), plan.batches().get(1).batchId());
        assertEquals(List.of(), plan.stored());
        assertEquals(List.of(), plan.inDoubt());
        assertEquals(reports(DAY, "a", "b", "c"), SentReport.reports(status().unsent()));
    }

    @Test
    void plansNothingWhereThereIsNothing() throws LedgerException {
        assertEquals(List.of(), plan(List.of(), 2).batches());
    }

    @Test
    void takesWhatEarlierRunsLeftUnsent() throws LedgerException {
        plan(reports(DAY.minusDays(1), "a", "b"), 2);
        nextRun();
        assertEquals(
                List.of(reports(DAY, "a"), reports(DAY.minusDays(1), "a"), reports(DAY.minusDays(1), "b")),
                contents(plan(reports(DAY, "a"), 1)));
    }

    @Test
    void takesOnlyThoseLeftoversThatAreAskedFor() throws LedgerException {
        plan(reports(DAY.minusDays(1), "a", "b"), 2);
        nextRun();
        Plan plan = ledger.plan(
                reports(DAY, "a"),
                new PlanOptions(
                        LastReadingOf.NONE, leftover -> leftover.sensorId().equals("b"), all -> 10));
        assertEquals(
                List.of(report("a", DAY, "104"), report("b", DAY.minusDays(1), "104")),
                contents(plan).get(0));
        assertEquals(3, status().unsent().size());
    }

    @Test
    void sendsTheNewestDayFirst() throws LedgerException {
        plan(reports(DAY, "a"), 5);
        plan(reports(DAY.minusDays(2), "a"), 5);
        Plan plan = plan(reports(DAY.minusDays(1), "a"), 1);
        assertEquals(
                List.of(reports(DAY, "a"), reports(DAY.minusDays(1), "a"), reports(DAY.minusDays(2), "a")),
                contents(plan));
    }

    @Test
    void asksForTheBatchSizeOfTodaysReportsAndLeftoversTogether() throws LedgerException {
        plan(reports(DAY.minusDays(1), "a", "b", "c"), 5);
        List<Integer> asked = new ArrayList<>();
        IntUnaryOperator batchSize = all -> {
            asked.add(all);
            return 10;
        };
        ledger.plan(reports(DAY, "a", "b"), new PlanOptions(LastReadingOf.NONE, leftover -> true, batchSize));
        assertEquals(List.of(5), asked);
    }

    @Test
    void countsALeftoverThatTodayHasOnceAndWithTodaysConsumption() throws LedgerException {
        plan(List.of(report("a", DAY, "104")), 5);
        nextRun();
        Plan plan = plan(List.of(report("a", DAY, "30.5")), 5);
        assertEquals(List.of(List.of(report("a", DAY, "30.5"))), contents(plan));
        assertEquals(List.of(report("a", DAY, "30.5")), SentReport.reports(status().unsent()));
    }

    @Test
    void leavesOutWhatIsStoredAndSaysWithWhichConsumption() throws LedgerException {
        store(List.of(report("a", DAY, "0.2")));
        nextRun();
        Plan plan = plan(List.of(report("a", DAY, "0.3"), report("b", DAY, "1")), 5);
        assertEquals(List.of(List.of(report("b", DAY, "1"))), contents(plan));
        assertEquals(List.of(report("a", DAY, "0.2")), plan.stored());
        assertEquals(List.of(), plan.inDoubt());
    }

    @Test
    void saysNothingOfWhatIsStoredAndNotWanted() throws LedgerException {
        store(reports(DAY, "a", "b"));
        store(reports(DAY.minusDays(1), "a"));
        assertEquals(reports(DAY, "b"), plan(reports(DAY, "b"), 5).stored());
    }

    @Test
    void leavesOutWhatIsInDoubtAndNamesAllOfIt() throws LedgerException {
        leaveInDoubt(List.of(report("a", DAY, "0.2")));
        leaveInDoubt(reports(DAY.minusDays(1), "b"));
        nextRun();
        Plan plan = plan(List.of(report("a", DAY, "0.3")), 5);
        assertEquals(List.of(), plan.batches());
        assertEquals(
                List.of(report("b", DAY.minusDays(1), "104"), report("a", DAY, "0.2")),
                SentReport.reports(plan.inDoubt()));
        assertEquals(List.of(), plan.stored());
    }

    @Test
    void dropsABatchOfWhichNothingIsToBeSent() throws LedgerException {
        store(reports(DAY, "a", "b", "c"));
        Plan plan = plan(reports(DAY, "a", "b", "c", "d"), 2);
        assertEquals(List.of(reports(DAY, "d")), contents(plan));
        ledger.claim(plan.batches().get(0));
    }

    @Test
    void hasReportsInDoubtFromThePermissionOn() throws LedgerException {
        PlannedBatch batch = planned(reports(DAY, "a", "b"));
        ledger.claim(batch);
        LedgerStatus status = status();
        assertEquals(List.of(), status.unsent());
        assertEquals(reports(DAY, "a", "b"), SentReport.reports(status.inDoubt()));
    }

    @Test
    void givesThePermissionAgainOnlyAfterItLearntThatNothingWasApplied() throws LedgerException {
        PlannedBatch batch = planned(reports(DAY, "a", "b"));
        ledger.claim(batch);
        assertRefused(batch);
        ledger.settle(batch, ReportState.UNSENT);
        ledger.claim(batch);
        ledger.settle(batch, ReportState.STORED);
        assertRefused(batch);
        assertEquals(List.of(new LedgerStatus.Count(DAY, ReportState.STORED, 2)), status().counts());
    }

    @Test
    void refusesThePermissionWhenAnotherRunHasPlannedOneOfTheReports() throws LedgerException {
        PlannedBatch first = planned(reports(DAY, "a", "b", "c"));
        PlannedBatch second = planned(reports(DAY, "b"));
        assertRefused(first);
        assertEquals(reports(DAY, "a", "c"), ledger.stillPlanned(first));
        assertEquals(reports(DAY, "b"), ledger.stillPlanned(second));
        ledger.claim(second);
        LedgerStatus status = status();
        assertEquals(reports(DAY, "a", "c"), SentReport.reports(status.unsent()));
        assertEquals(reports(DAY, "b"), SentReport.reports(status.inDoubt()));
    }

    @Test
    void changesNothingForALateAnswerToARunThatWasOvertaken() throws LedgerException {
        for (ReportState late : List.of(ReportState.UNSENT, ReportState.STORED)) {
            List<ConsumptionReport> reports = reports(DAY, "late-" + late.text());
            PlannedBatch first = planned(reports);
            ledger.claim(first);
            sendAgain(first); // a person looked: the API does not have them
            ledger.settle(first, late);
            PlannedBatch second = planned(reports);
            ledger.settle(first, late);
            ledger.claim(second);
            ledger.settle(first, late);
            assertRefused(first);
            assertEquals(List.of(), ledger.stillPlanned(first));
            ledger.settle(second, ReportState.STORED);
            ledger.settle(first, late);
            assertRefused(second);
        }
        assertEquals(List.of(new LedgerStatus.Count(DAY, ReportState.STORED, 2)), status().counts());
    }

    @Test
    void aPersonsWordIsAboutThePostThatTheyLookedAt() throws LedgerException {
        List<ConsumptionReport> reports = reports(DAY, "a", "b");
        PlannedBatch looked = planned(reports);
        ledger.claim(looked);
        List<SentReport> lines = lines(looked);
        PlannedBatch again = sendAgain(looked).batches().get(0);
        ledger.claim(again); // and the run is killed
        nextRun();
        Plan repeated = ledger.planFile(List.of(), lines, true, Planning.withoutLeftovers(10));
        assertEquals(List.of(), repeated.batches(), "the same command again");
        assertEquals(lines(again), repeated.inDoubt(), "named, with the batch to look at now");
    }

    @Test
    void aLineInDoubtWithoutABatchIsNoWordAboutAPost() throws LedgerException {
        leaveInDoubt(reports(DAY, "a"));
        Plan plan = ledger.planFile(
                List.of(), SentReport.unsent(reports(DAY, "a", "unknown")), true, Planning.withoutLeftovers(10));
        assertEquals(List.of(reports(DAY, "unknown")), contents(plan), "of which the ledger has no batch");
        assertEquals(reports(DAY, "a"), SentReport.reports(plan.inDoubt()));
    }

    @Test
    void sendsWhatAFileHasInDoubtOnlyIfAPersonSaysSo() throws LedgerException {
        store(reports(DAY, "stored"));
        planned(reports(DAY, "unsent"));
        List<SentReport> lines = SentReport.unsent(reports(DAY, "stored", "unsent", "unknown"));
        Plan plan = ledger.planFile(List.of(), lines, false, Planning.withoutLeftovers(10));
        assertEquals(List.of(reports(DAY, "unsent")), contents(plan), "what the ledger knows is stronger");
        assertEquals(reports(DAY, "unknown"), SentReport.reports(plan.inDoubt()));
        assertEquals(3, status().counts().size());
    }

    @Test
    void takesALineThatIsKnownNotToBeAppliedWithItsBatch() throws LedgerException {
        PlannedBatch batch = planned(reports(DAY, "a"));
        ledger.claim(batch); // the POST was refused, which could not be noted
        Plan plan = ledger.planFile(lines(batch), List.of(), false, Planning.withoutLeftovers(10));
        assertEquals(List.of(reports(DAY, "a")), contents(plan));
    }

    @Test
    void asksAPersonAboutAFileOfADayThatMayBeForgotten() throws LedgerException {
        for (Duration later :
                List.of(Duration.ZERO, Duration.ofDays(-90))) { // a clock that has stopped changes nothing
            store(reports(DAY, "note" + later.toDays()));
            time.pass(later);
            nextRun();
            LocalDate old = LocalDate.ofInstant(time.instant().minus(later), ZoneOffset.UTC)
                    .minusDays(61);
            String sensor = "s" + later.toDays();
            Plan plan = ledger.planFile(
                    SentReport.unsent(List.of(report(sensor, old, "1"), report(sensor, old.plusDays(1), "1"))),
                    List.of(),
                    false,
                    Planning.withoutLeftovers(10));
            assertEquals(List.of(List.of(report(sensor, old.plusDays(1), "1"))), contents(plan));
            assertTrue(SentReport.reports(plan.inDoubt()).contains(report(sensor, old, "1")));
        }
    }

    @Test
    void marksAsStoredWhatIsInDoubtOrNotKnownAndLeavesAloneWhatWasNotSent() throws LedgerException {
        store(reports(DAY, "stored"));
        leaveInDoubt(List.of(report("doubt", DAY, "7")));
        PlannedBatch unsent = planned(reports(DAY, "unsent"));
        assertEquals(reports(DAY, "unsent"), ledger.markStored(reports(DAY, "stored", "doubt", "unsent", "unknown")));
        ledger.claim(unsent);
        Plan plan = plan(reports(DAY, "stored", "doubt", "unknown"), 5);
        assertEquals(List.of(), plan.batches());
        assertEquals(3, plan.stored().size());
        assertTrue(plan.stored().contains(report("doubt", DAY, "7")), "the consumption of the POST stays");
    }

    @Test
    void keepsTheReportsToEachApiApart() throws LedgerException {
        store(reports(DAY, "a"));
        leaveInDoubt(reports(DAY, "b"));
        planned(reports(DAY, "c"));
        ledger.close();
        try (SqlLedger other = open("https://other.example.com");
                LogLines log = new LogLines()) {
            Plan plan = other.plan(reports(DAY, "a", "b", "c"), Planning.withLeftovers(5));
            assertEquals(List.of(reports(DAY, "a", "b", "c")), contents(plan));
            assertEquals(List.of(), plan.inDoubt());
            other.claim(plan.batches().get(0));
            other.settle(plan.batches().get(0), ReportState.STORED);
            other.purge();
            assertEquals(List.of(), log.warnings());
        }
        LedgerStatus status = status();
        assertEquals(reports(DAY, "c"), SentReport.reports(status.unsent()));
        assertEquals(reports(DAY, "b"), SentReport.reports(status.inDoubt()));
        assertEquals(3, status.counts().size());
        assertEquals(List.of(), status.otherApis());
        assertEquals(
                List.of(API),
                LedgerStatus.read(url, "https://other.example.com", Patience.none())
                        .otherApis());
    }

    @Test
    void warnsOfReportsThatWaitForAnotherApiAndOfAnApiThatOnlyHasANewName() throws LedgerException {
        planned(reports(DAY, "a"));
        ledger.close();
        try (LogLines log = new LogLines();
                SqlLedger renamed = open("https://renamed.example.com")) {
            assertEquals(2, log.warnings().size(), () -> log.all().toString());
            assertTrue(log.warnings().get(0).contains("unsent or in doubt for another API, " + API));
            assertTrue(log.warnings().get(1).contains("knows other APIs, but not https://renamed.example.com"));
            renamed.plan(reports(DAY, "b"), Planning.withLeftovers(5));
        }
        try (LogLines log = new LogLines();
                SqlLedger known = open("https://renamed.example.com")) {
            assertTrue(known.isPersistent());
            assertEquals(1, log.warnings().size(), () -> log.all().toString());
        }
        try (LogLines log = new LogLines()) {
            nextRun();
            store(reports(DAY, "a"));
            nextRun();
            assertEquals(2, log.warnings().size(), "the other API's report waits still");
        }
    }

    @Test
    void warnsOnceThatItIsNew() throws Exception {
        DatabaseUrl first = url;
        url = database.create(directory);
        try (LogLines log = new LogLines()) {
            open(API).close();
            assertEquals(1, log.warnings().size(), () -> log.all().toString());
            assertTrue(log.warnings().get(0).contains("The ledger is new"));
            open(API).close();
            assertEquals(1, log.warnings().size());
            assertTrue(
                    log.all().contains("INFO The ledger is " + url),
                    () -> log.all().toString());
        }
        url = first;
    }

    @Test
    void takesIdsAndNumbersAsTheyAre() throws LedgerException {
        List<ConsumptionReport> odd = List.of(
                report(" a ", DAY, "0"),
                report("';--\"", DAY, "999999999999999999999999999999.9999999999"),
                report("?%_\\{}$1", DAY, "0.0000000000000000001"),
                report("~".repeat(64), DAY, "104"),
                report("Z", DAY, "1"),
                report("z", DAY, "2"));
        PlannedBatch batch = planned(odd);
        ledger.claim(batch);
        ledger.settle(batch, ReportState.UNSENT);
        nextRun();
        Plan plan = plan(List.of(), 10);
        assertEquals(odd.size(), plan.size());
        assertTrue(plan.batches().get(0).reports().containsAll(odd));
        ledger.claim(plan.batches().get(0));
        assertEquals(odd.size(), status().inDoubt().size());
    }

    @Test
    void forgetsWhatWasStoredAndNotedLongAgoAndIsOfADayLongAgo() throws LedgerException {
        LocalDate today = DAY.plusDays(62);
        store(reports(DAY.minusDays(3), "stored"));
        leaveInDoubt(reports(DAY.minusDays(3), "doubt"));
        planned(reports(DAY.minusDays(3), "unsent"));
        store(reports(DAY, "a", "b"));
        store(reports(DAY.plusDays(1), "61-days-ago"));
        store(reports(DAY.plusDays(2), "60-days-ago"));
        time.pass(Duration.ofDays(61));
        nextRun();
        ledger.purge();
        assertEquals(6, status().counts().size(), "there is no newer day yet");
        nextRun();
        store(reports(today, "a"));
        ledger.purge();
        assertEquals(7, status().counts().size(), "the clock may be wrong; the next run has a note that says the same");
        nextRun();
        ledger.purge();
        assertEquals(
                List.of(
                        new LedgerStatus.Count(DAY.minusDays(3), ReportState.IN_DOUBT, 1),
                        new LedgerStatus.Count(DAY.minusDays(3), ReportState.UNSENT, 1),
                        new LedgerStatus.Count(DAY.plusDays(2), ReportState.STORED, 1),
                        new LedgerStatus.Count(today, ReportState.STORED, 1)),
                status().counts());
    }

    @Test
    void forgetsNothingThatThisRunWants() throws LedgerException {
        store(reports(DAY, "a"));
        time.pass(Duration.ofDays(90));
        store(reports(DAY.plusDays(90), "a"));
        nextRun();
        plan(reports(DAY, "a", "b"), 10);
        ledger.purge();
        nextRun();
        assertEquals(List.of(reports(DAY, "b")), contents(plan(reports(DAY, "a", "b"), 10)));
    }

    @Test
    void forgetsNothingBecauseADayIsInTheFutureOrTheClockWasOnce() throws LedgerException {
        store(reports(DAY, "a"));
        nextRun();
        store(reports(LocalDate.parse("2099-01-01"), "a"));
        time.pass(Duration.ofDays(61));
        nextRun();
        ledger.purge();
        time.pass(Duration.ofDays(365 * 90));
        nextRun();
        ledger.purge();
        assertEquals(2, status().counts().size());
    }

    @Test
    void forgetsNothingThatWasNotedLately() throws LedgerException {
        store(reports(DAY, "a"));
        time.pass(Duration.ofDays(60));
        nextRun();
        store(reports(DAY.plusDays(100), "a"));
        ledger.markStored(reports(DAY.minusDays(200), "a"));
        ledger.purge();
        assertEquals(3, status().counts().size());
    }

    @Test
    void forgetsOnlyWhatIsOldBesideTheSameApisNewestDay() throws LedgerException {
        store(reports(DAY, "a"));
        ledger.close();
        time.pass(Duration.ofDays(100));
        try (SqlLedger other = open("https://other.example.com")) {
            other.markStored(reports(DAY.plusDays(100), "a"));
            other.purge();
        }
        nextRun();
        ledger.purge();
        assertEquals(1, status().counts().size());
    }

    @Test
    void looksWithoutChangingAnythingWhereThereIsNoLedgerYet() throws Exception {
        DatabaseUrl fresh = database.create(directory);
        LedgerStatus status = LedgerStatus.read(fresh, API, Patience.none());
        assertEquals(new LedgerStatus(List.of(), List.of(), List.of(), List.of(), Optional.empty()), status);
        try (LogLines log = new LogLines()) {
            SqlLedger.open(fresh, API, Patience.of(900, time), false).close();
            assertTrue(log.warnings().get(0).contains("The ledger is new"));
        }
    }

    @Test
    void countsByDayAndState() throws LedgerException {
        store(reports(DAY.minusDays(1), "a", "b"));
        leaveInDoubt(reports(DAY, "a", "b", "c"));
        planned(reports(DAY, "d"));
        store(reports(DAY, "e"));
        assertEquals(
                List.of(
                        new LedgerStatus.Count(DAY.minusDays(1), ReportState.STORED, 2),
                        new LedgerStatus.Count(DAY, ReportState.IN_DOUBT, 3),
                        new LedgerStatus.Count(DAY, ReportState.STORED, 1),
                        new LedgerStatus.Count(DAY, ReportState.UNSENT, 1)),
                status().counts());
    }

    @Test
    void refusesASecondRunAndLetsItInAfterTheFirst() throws LedgerException {
        LedgerException e = assertThrows(LedgerException.class, () -> SqlLedger.open(url, API, Patience.none(), false));
        assertEquals(LedgerException.Kind.LOCKED, e.kind());
        assertTrue(e.getMessage().startsWith("The ledger " + url + " is in use"), e.getMessage());
        ledger.claim(planned(reports(DAY, "a"))); // the first is not disturbed
        ledger.close();
        open(API).close();
    }
}
