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
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.empw.consumption.api.FaultyConnector;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.Fault;
import org.empw.consumption.support.Fault.FailsAt;
import org.empw.consumption.support.Fleet;
import org.empw.consumption.support.VirtualTime;

/** One day: a run into faults, further ones as long as a ledger has something left, and what must hold then. */
final class FaultScenario {
    /** An API for one scenario after the other, and its clock. */
    static final class Stage implements AutoCloseable {
        private VirtualTime time = new VirtualTime(Run.START);
        private final FakeApi api = new FakeApi(() -> time.instant());

        Stage() throws IOException {}

        @Override
        public void close() {
            api.close();
        }
    }

    private final Stage stage;
    private final FakeApi api;
    private final Random random;
    private final int batchSize;
    private final Optional<Path> ledger;
    private final List<String> expected;
    private final List<String> story = new ArrayList<>();

    private double probability;
    private Optional<Call> failing = Optional.empty();
    private Fault once = Fault.NONE;
    private Fault next = Fault.NONE;
    private boolean faulty = true;
    private int requestsUntilStop;
    private int ambiguousPosts;
    private Run run;

    FaultScenario(Stage stage, Random random, int sensors, int batchSize, Optional<Path> ledger) {
        this.stage = stage;
        this.api = stage.api;
        this.random = random;
        this.batchSize = batchSize;
        this.ledger = ledger;
        this.expected = Fleet.reports(sensors);
        this.requestsUntilStop = random.nextInt(4) == 0 ? random.nextInt(10) : Integer.MAX_VALUE;
        api.reset();
        api.readings(Fleet.readings(sensors));
        api.faults(this::arrived);
    }

    /** Each request fails with this probability, with any fault. */
    FaultScenario failingWith(double chance) {
        probability = chance;
        return this;
    }

    /** The first request of this kind fails with this fault, and no other fails. */
    FaultScenario failing(Call call, Fault fault) {
        failing = Optional.of(call);
        once = fault;
        return this;
    }

    void check() throws IOException {
        runOnce();
        checkWhatTheRunSaid(Set.of());
        Set<String> doubts = new HashSet<>(run.printed(true));
        for (int again = 0; ledger.isPresent() && again < 3; again++) {
            faulty = again < 1;
            requestsUntilStop = Integer.MAX_VALUE;
            runOnce();
            checkWhatTheRunSaid(doubts);
            doubts.addAll(run.printed(true));
        }
        if (ledger.isPresent()) {
            assertEquals(doubts, new HashSet<>(run.printed(true)), () -> "the ledger lost a doubt" + story());
            assertEquals(List.of(), run.printed(false), () -> "a healthy run left something unsent" + story());
            assertEquals(doubts.isEmpty() ? ExitCode.OK : ExitCode.IN_DOUBT, run.code, this::story);
            for (String report : expected) {
                assertTrue(
                        api.stored().containsKey(report) || doubts.contains(report), () -> "lost " + report + story());
            }
        }
    }

    private void runOnce() {
        run = new Run().against(api).with("BATCH_SIZE", String.valueOf(batchSize));
        run.seed = random.nextLong();
        run.time = stage.time = new VirtualTime(stage.time.instant().plus(Duration.ofHours(1)));
        ledger.ifPresent(file -> run.with("DATABASE_URL", "sqlite:" + file.toAbsolutePath()));
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
            case PARTLY_SENT -> assertTrue(!unsent.isEmpty() && inDoubt.isEmpty() && !stored.isEmpty(), this::story);
            case IN_DOUBT -> assertFalse(inDoubt.isEmpty(), this::story);
            case REFUSED, NOTHING_SENT -> assertTrue(newDoubts.isEmpty(), this::story);
            default -> throw new AssertionError("exit code " + run.code + story());
        }
        String shown = run.out + run.err;
        assertFalse(
                shown.contains(FakeApi.PASSWORD) || shown.contains(FakeApi.TOKEN), () -> "a secret is shown" + story());
    }

    /** Draws the next request's fault when its connection is made, because the connection may have to break. */
    private FailsAt connecting() {
        if (requestsUntilStop-- == 0) {
            run.time.stop();
        }
        next = faulty && random.nextDouble() < probability
                ? Fault.all().get(random.nextInt(Fault.all().size()))
                : Fault.NONE;
        return failing.map(this::failOnce).orElse(next.failsAt());
    }

    private FailsAt failOnce(Call call) {
        // Which call comes next is known from what has arrived: a login, then the readings, then the reports.
        int arrived = api.requests().size();
        Call coming = arrived == 0 ? Call.LOGIN : arrived == 1 ? Call.READINGS : Call.REPORTS;
        next = faulty && coming == call ? once : Fault.NONE;
        if (coming == call) {
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
