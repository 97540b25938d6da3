package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.empw.consumption.api.FaultyConnector;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.FastTempDir;
import org.empw.consumption.support.Fault;
import org.empw.consumption.support.Fault.FailsAt;
import org.empw.consumption.support.Fleet;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing lost, nothing sent twice, whatever goes wrong between the job and the API. Random schedules of faults are drawn
 * from a seed: {@code mvn verify -Dit.test=none -Dtest=FaultScheduleTest -Dschedules=20000} runs many, {@code
 * -Dseed=123} one alone.
 */
class FaultScheduleTest {
    private static FakeApi api;
    private static VirtualTime time;

    @TempDir(factory = FastTempDir.class)
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        time = new VirtualTime(Run.START);
        api = new FakeApi(() -> time.instant());
    }

    @AfterAll
    static void end() {
        api.close();
    }

    static Stream<Arguments> everyFault() {
        return Stream.of(Call.LOGIN, Call.READINGS, Call.REPORTS)
                .flatMap(call -> Fault.all().stream().map(fault -> Arguments.of(call, fault)));
    }

    @ParameterizedTest(name = "{0} struck by {1}")
    @MethodSource("everyFault")
    void survivesEachFaultOnce(Call struck, Fault fault) throws IOException {
        for (boolean kept : new boolean[] {false, true}) {
            new Scenario(new Random(1), 7, 3, kept, 0, struck, fault).check();
        }
    }

    @Test
    void survivesRandomSchedules() throws IOException {
        long only = Long.getLong("seed", -1);
        LongStream seeds =
                only >= 0 ? LongStream.of(only) : LongStream.range(0, Integer.getInteger("schedules", 1_000));
        for (long seed : seeds.toArray()) {
            try {
                Random random = new Random(seed);
                boolean large = random.nextInt(50) == 0;
                int sensors = large ? 130 : random.nextInt(12);
                int batchSize = large ? 1 : 1 + random.nextInt(4);
                new Scenario(random, sensors, batchSize, random.nextBoolean(), random.nextDouble() * 0.7, null, null)
                        .check();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "Schedule " + seed + " (run it alone with -Dseed=" + seed + "): " + e.getMessage(), e);
            }
        }
    }

    /** One day: a run into faults, further ones as long as a ledger has something left, and what must hold then. */
    private final class Scenario {
        private final Random random;
        private final int batchSize;
        private final boolean kept;
        private final double probability;
        private final Call struckOnce;
        private final Fault once;
        private final List<String> expected;
        private final List<String> story = new ArrayList<>();
        private final Path ledger;

        private Fault next = Fault.NONE;
        private boolean faulty = true;
        private int requestsUntilStop;
        private int ambiguousPosts;
        private Run run;

        Scenario(
                Random random,
                int sensors,
                int batchSize,
                boolean kept,
                double probability,
                Call struckOnce,
                Fault once)
                throws IOException {
            this.random = random;
            this.batchSize = batchSize;
            this.kept = kept;
            this.probability = probability;
            this.struckOnce = struckOnce;
            this.once = once;
            this.expected = Fleet.reports(sensors);
            this.requestsUntilStop = random.nextInt(4) == 0 ? random.nextInt(10) : Integer.MAX_VALUE;
            this.ledger = directory.resolve("ledger-" + System.nanoTime());
            api.reset();
            api.readings(Fleet.readings(sensors));
            api.faults(this::arrived);
        }

        void check() throws IOException {
            runOnce();
            checkWhatTheRunSaid(Set.of());
            Set<String> doubts = new HashSet<>(run.printed(true));
            for (int again = 0; kept && again < 3; again++) {
                faulty = again < 1;
                requestsUntilStop = Integer.MAX_VALUE;
                runOnce();
                checkWhatTheRunSaid(doubts);
                doubts.addAll(run.printed(true));
            }
            if (kept) {
                assertEquals(doubts, new HashSet<>(run.printed(true)), () -> "the ledger forgot a doubt" + story());
                assertEquals(List.of(), run.printed(false), () -> "a healthy run left something unsent" + story());
                assertEquals(doubts.isEmpty() ? ExitCode.OK : ExitCode.IN_DOUBT, run.code, this::story);
                for (String report : expected) {
                    assertTrue(
                            api.stored().containsKey(report) || doubts.contains(report),
                            () -> "lost " + report + story());
                }
            }
        }

        private void runOnce() {
            run = new Run().against(api).with("BATCH_SIZE", String.valueOf(batchSize));
            run.seed = random.nextLong();
            run.time = time = new VirtualTime(time.instant().plus(Duration.ofHours(1)));
            if (kept) {
                run.with("DATABASE_URL", "sqlite:" + ledger.toAbsolutePath());
            }
            run.connector = new FaultyConnector(this::connecting)::connect;
            Map<String, Integer> before = api.stored();
            run.go();
            story.add("exit " + run.code + "\n" + run.out + run.err);
            Map<String, Integer> after = api.stored();
            if (run.code == ExitCode.NOTHING_SENT || run.code == ExitCode.REFUSED) {
                assertEquals(before, after, () -> "it said that nothing was sent" + story());
            }
        }

        private void checkWhatTheRunSaid(Set<String> doubtsBefore) throws IOException {
            Map<String, Integer> stored = api.stored();
            stored.forEach((report, times) -> assertEquals(1, times, () -> "sent twice: " + report + story()));
            assertTrue(expected.containsAll(stored.keySet()), () -> "stored something else" + story());
            List<String> unsent = run.printed(false);
            List<String> inDoubt = run.printed(true);
            for (String report : unsent) {
                assertFalse(stored.containsKey(report), () -> "stored though called unsent: " + report + story());
            }
            boolean fetched = run.err.contains("Summary");
            for (String report : expected) {
                assertTrue(
                        !fetched || stored.containsKey(report) || unsent.contains(report) || inDoubt.contains(report),
                        () -> "neither stored nor named: " + report + story());
            }
            Set<String> newDoubts = new HashSet<>(inDoubt);
            newDoubts.removeAll(doubtsBefore);
            assertTrue(newDoubts.size() <= ambiguousPosts * batchSize, () -> "in doubt without a reason" + story());
            switch (run.code) {
                case OK -> assertTrue(unsent.isEmpty() && inDoubt.isEmpty(), this::story);
                case PARTLY_SENT ->
                    assertTrue(!unsent.isEmpty() && inDoubt.isEmpty() && !stored.isEmpty(), this::story);
                case IN_DOUBT -> assertFalse(inDoubt.isEmpty(), this::story);
                case REFUSED, NOTHING_SENT -> assertTrue(newDoubts.isEmpty(), this::story);
                default -> throw new AssertionError("exit code " + run.code + story());
            }
            String shown = run.out + run.err;
            assertFalse(
                    shown.contains(FakeApi.PASSWORD) || shown.contains(FakeApi.TOKEN),
                    () -> "a secret is shown" + story());
        }

        /** Draws the next request's fault when its connection is made, for it may have to break before it arrives. */
        private FailsAt connecting() {
            if (requestsUntilStop-- == 0) {
                run.time.stop();
            }
            next = faulty && random.nextDouble() < probability
                    ? Fault.all().get(random.nextInt(Fault.all().size()))
                    : Fault.NONE;
            return struckOnce == null ? next.failsAt() : strikesOnce();
        }

        private FailsAt strikesOnce() {
            // Which call comes next is known from what has arrived: a login, then the readings, then the reports.
            int arrived = api.requests().size();
            Call coming = arrived == 0 ? Call.LOGIN : arrived == 1 ? Call.READINGS : Call.REPORTS;
            next = faulty && coming == struckOnce ? once : Fault.NONE;
            if (coming == struckOnce) {
                faulty = false;
            }
            return next.failsAt();
        }

        private Fault arrived(Call call) {
            if (call == Call.REPORTS && next.isAmbiguous()) {
                ambiguousPosts++;
            }
            if (call == Call.REPORTS
                    && next.failsAt() == FailsAt.NOWHERE
                    && next.answer().isRefusal()) {
                return Fault.answering(next.answer());
            }
            return next;
        }

        private String story() {
            return "\n" + String.join("\n", story);
        }
    }
}
