package org.empw.consumption.ledger.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.delivery.Delivery;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.ledger.Ledger;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.Plan;
import org.empw.consumption.ledger.PlannedBatch;
import org.empw.consumption.ledger.SentReport;
import org.empw.consumption.ledger.SqlLedger;
import org.empw.consumption.ledger.simulation.InterleavedDatabase.Fate;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fault.Applied;
import org.empw.consumption.support.Planning;

/**
 * What happens in one go, drawn from a seed: runs and persons that share a ledger, each stopped before each of its
 * transactions and POSTs while others move, and all the failures that they meet.
 */
final class Simulation {
    /** What the API can do with a POST, the likely more than once. */
    private static final List<Fault> FAULTS = List.of(
            Fault.NONE,
            Fault.NONE,
            Fault.NONE,
            Fault.NONE,
            Fault.NONE,
            Fault.losing(Applied.ALL),
            Fault.losing(Applied.NOTHING),
            Fault.answering(Answer.ERROR_500).afterApplying(Applied.PREFIX),
            Fault.answering(Answer.THROTTLED_429),
            Fault.answering(Answer.THROTTLED_429),
            Fault.answering(Answer.UNAUTHORIZED_401),
            Fault.answering(Answer.BAD_REQUEST_400));

    private final Random random;
    private final SharedLedger shared;
    private final Map<String, Integer> happened;
    private final Interleaving interleaving = new Interleaving();
    private final List<Run> live = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final List<List<ConsumptionReport>> days = new ArrayList<>();

    /** What a person has seen to be missing, and will send again. */
    private final List<List<SentReport>> commands = new ArrayList<>();

    /** How often the API has applied a report. */
    private final Map<ConsumptionReport, Integer> applied = new HashMap<>();

    /** In how many POSTs a report was that may have been applied, since a person last saw that none was. */
    private final Map<ConsumptionReport, Integer> posts = new HashMap<>();

    /** What runs that came to their end wanted to deliver, and what they printed. */
    private final Set<ConsumptionReport> wanted = new LinkedHashSet<>();

    private final Set<ConsumptionReport> printed = new HashSet<>();
    private boolean healthy;

    Simulation(long seed, SharedLedger shared, Map<String, Integer> happened) throws SQLException {
        this.random = new Random(seed);
        this.shared = shared;
        this.happened = happened;
        shared.clear();
        int size = 1 + random.nextInt(2);
        for (int day = 0; day < size; day++) {
            List<ConsumptionReport> reports = new ArrayList<>();
            for (int sensor = random.nextInt(4); sensor >= 0; sensor--) {
                reports.add(new ConsumptionReport("s" + sensor, SharedLedger.DAY.plusDays(day), BigDecimal.TEN));
            }
            days.add(reports);
        }
    }

    void play() {
        int runs = 2 + random.nextInt(3);
        int looks = random.nextInt(3);
        while (runs + looks > 0 || !commands.isEmpty() || !live.isEmpty()) {
            boolean isQuiet = live.isEmpty();
            if (live.size() < SharedLedger.MAX_LIVE && (isQuiet || random.nextInt(8) == 0)) {
                if (!commands.isEmpty() && (runs == 0 || random.nextInt(3) == 0)) {
                    start(new Run(commands.remove(random.nextInt(commands.size()))));
                } else if (looks > 0 && isQuiet && (runs == 0 || random.nextBoolean())) {
                    looks--;
                    look();
                } else if (runs > 0) {
                    runs--;
                    start(new Run(some(days.get(random.nextInt(days.size()))), Kind.DAILY));
                }
            }
            if (!live.isEmpty()) {
                move(live.get(random.nextInt(live.size())));
            }
        }
        check();
    }

    /** All, or what a person has in a file. */
    private List<ConsumptionReport> some(List<ConsumptionReport> day) {
        List<ConsumptionReport> some = new ArrayList<>(day);
        if (random.nextInt(3) == 0) {
            some.removeIf(report -> random.nextBoolean());
        }
        return some;
    }

    /**
     * A person looks at what is in doubt, while no run is at work and so no POST is under way. They note what is there, and
     * give the command for what is missing, once or twice, at any time later.
     */
    private void look() {
        Map<Boolean, List<SentReport>> seen = shared.inDoubt().stream()
                .collect(Collectors.partitioningBy(sent -> applied.getOrDefault(sent.report(), 0) > 0));
        story.add("a person sees that " + seen.get(true) + " are there, and " + seen.get(false) + " are not");
        List<SentReport> missing = seen.get(false);
        if (!missing.isEmpty()) {
            missing.forEach(sent -> posts.remove(sent.report()));
            commands.addAll(Collections.nCopies(1 + random.nextInt(2), missing));
            happen("sent again");
        }
        List<ConsumptionReport> there = SentReport.reports(seen.get(true));
        if (!there.isEmpty()) {
            happen("marked stored");
            start(new Run(there, Kind.MARKS_STORED));
        }
    }

    private void start(Run run) {
        live.add(run);
        run.slot = 0;
        while (live.stream().anyMatch(other -> other != run && other.slot == run.slot)) {
            run.slot++;
        }
        shared.api(run.slot).faults(run::post);
        run.actor.start(run);
    }

    private void move(Run run) {
        if (!healthy && random.nextInt(60) == 0) {
            story.add(run + " is killed");
            happen("killed");
            run.actor.kill();
        } else {
            run.actor.move();
        }
        if (run.actor.hasEnded()) {
            live.remove(run);
            if (!run.actor.isKilled()) {
                wanted.addAll(run.wanted);
            }
        }
    }

    private void check() {
        Map<ConsumptionReport, String> states = shared.states();
        Map<String, Integer> stored = shared.stored();
        applied.forEach((report, times) -> assertEquals(
                times, stored.get(report.sensorId() + " " + report.date() + " 10"), "the test counts right"));
        stored.forEach((report, times) -> assertEquals(1, times, () -> report + " is stored more than once"));
        posts.forEach((report, times) -> assertEquals(1, times, () -> report + " was in more than one POST"));
        states.forEach((report, state) -> assertTrue(
                !state.equals("stored") || applied.containsKey(report), () -> report + " is noted, and not stored"));
        for (ConsumptionReport report : wanted) {
            assertTrue(
                    applied.containsKey(report)
                            || printed.contains(report)
                            || !states.getOrDefault(report, "stored").equals("stored"),
                    () -> report + " is lost");
        }
    }

    /** All is well again, a person looks at what is in doubt, and the next run is alone: nothing is left then. */
    void settle() {
        healthy = true;
        look();
        while (!live.isEmpty()) {
            move(live.get(0));
        }
        while (!commands.isEmpty()) {
            finish(new Run(commands.remove(0)));
        }
        finish(new Run(days.get(0), Kind.DAILY));
        check();
        shared.states().forEach((report, state) -> assertEquals("stored", state, () -> report + " stays " + state));
    }

    private void finish(Run run) {
        start(run);
        while (!run.actor.hasEnded()) {
            run.actor.move();
        }
        live.remove(run);
    }

    /** What came to pass, in order, for a person who looks for the reason of a failure. */
    String story() {
        return String.join("\n", story);
    }

    private void happen(String what) {
        happened.merge(what, 1, Integer::sum);
    }

    private enum Kind {
        DAILY,
        MARKS_STORED,
        SENDS_AGAIN
    }

    /** The daily job, or a person's {@code --mark-stored} or {@code --send --include-in-doubt}. */
    private final class Run implements Runnable {
        private final Interleaving.Actor actor = interleaving.new Actor();
        private final List<ConsumptionReport> wanted;
        private final List<SentReport> looked;
        private final Kind kind;
        private final int number = story.size();
        private final Set<ConsumptionReport> maybeStored = new HashSet<>();
        private int slot;
        private int stepsUntilStop = random.nextInt(6) == 0 ? random.nextInt(20) : Integer.MAX_VALUE;
        private boolean ledgerIsGone;

        /** What is permitted, and whose POST has not arrived. */
        private List<ConsumptionReport> underway = List.of();

        Run(List<ConsumptionReport> wanted, Kind kind) {
            this.wanted = wanted;
            this.looked = List.of();
            this.kind = kind;
        }

        /** A person's command for what they saw to be missing. */
        Run(List<SentReport> looked) {
            this.wanted = SentReport.reports(looked);
            this.looked = looked;
            this.kind = Kind.SENDS_AGAIN;
        }

        @Override
        public void run() {
            try (SqlLedger ledger = shared.open(actor::step, this::fate, this::isReachable)) {
                if (kind == Kind.MARKS_STORED) {
                    ledger.markStored(wanted);
                    return;
                }
                int batchSize = 1 + random.nextInt(3);
                boolean leftovers = healthy || random.nextInt(3) > 0;
                Plan plan = kind == Kind.SENDS_AGAIN
                        ? ledger.planFile(List.of(), looked, true, Planning.withoutLeftovers(batchSize))
                                .withDoubtsAmong(wanted)
                        : ledger.plan(
                                wanted,
                                leftovers ? Planning.withLeftovers(batchSize) : Planning.withoutLeftovers(batchSize));
                story.add(this + " plans " + plan);
                Delivery delivery = new Delivery(
                        shared.client(slot),
                        SharedLedger.policy(healthy ? 900 : random.nextInt(3) * 30),
                        watched(ledger),
                        () -> !healthy && stepsUntilStop <= 0);
                print(delivery.deliver(plan), plan);
                ledger.purge();
            } catch (LedgerException e) {
                story.add(this + " ends: " + e.getMessage());
                printed.addAll(wanted);
            } finally {
                underway = List.of();
            }
        }

        private void print(DeliveryResult result, Plan plan) {
            story.add(this + " ends: " + result);
            for (List<SentReport> lines : List.of(result.unsent(), result.inDoubt(), result.oldDoubts())) {
                printed.addAll(SentReport.reports(lines));
            }
            for (SentReport sent : result.unsent()) {
                happen(sent.batchId().isEmpty() ? "printed unsent" : "printed unsent, which could not be noted");
                assertTrue(!maybeStored.contains(sent.report()), () -> sent + " is called unsent, but may be stored");
            }
            result.inDoubt().forEach(report -> happen("printed in doubt"));
            result.unnoted().forEach(report -> happen("printed stored"));
            if (result.cause() == DeliveryResult.Cause.OVERTAKEN) {
                happen("refused");
            } else {
                int accountedFor = result.stored()
                        + result.unsent().size()
                        + result.inDoubt().size();
                // After a lost connection another run may have taken what is missing.
                assertTrue(
                        accountedFor == plan.size() || (!result.reason().isEmpty() && accountedFor < plan.size()),
                        "each report is accounted for");
            }
            if (healthy) {
                assertEquals(DeliveryResult.Cause.NONE, result.cause());
                assertEquals(List.of(), result.unsent());
                assertEquals(List.of(), result.inDoubt());
                assertTrue(kind == Kind.SENDS_AGAIN || result.oldDoubts().isEmpty(), "nothing stays in doubt");
            }
        }

        private Ledger watched(SqlLedger ledger) {
            return (Ledger) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                        boolean claims = method.getName().equals("claim");
                        if (claims) {
                            underway = ((PlannedBatch) arguments[0]).reports();
                        }
                        try {
                            return method.invoke(ledger, arguments);
                        } catch (InvocationTargetException e) {
                            underway = claims ? List.of() : underway;
                            throw e.getCause();
                        }
                    });
        }

        /** A POST arrives. On the server's thread. */
        private Fault post(Call call) {
            if (call != Call.REPORTS) {
                return Fault.NONE;
            }
            Fault fault = healthy ? Fault.NONE : FAULTS.get(random.nextInt(FAULTS.size()));
            try {
                stepsUntilStop--;
                actor.step();
            } catch (Interleaving.Killed e) {
                // What is on its way arrives all the same, or not.
                fault = Fault.losing(List.of(Applied.values()).get(random.nextInt(3)));
            }
            story.add(this + " posts " + underway + ": " + fault);
            for (int i = 0; i < underway.size(); i++) {
                if (i < fault.applied().of(underway.size())) {
                    applied.merge(underway.get(i), 1, Integer::sum);
                }
                if (!fault.answer().isRefusal()) {
                    maybeStored.add(underway.get(i));
                    posts.merge(underway.get(i), 1, Integer::sum);
                }
            }
            underway = List.of();
            return fault;
        }

        private Fate fate() {
            stepsUntilStop--;
            int chance = healthy ? 0 : random.nextInt(100);
            Fate fate = chance < 92
                    ? Fate.COMMITTED
                    : chance < 95 ? Fate.ANSWER_LOST : chance < 98 ? Fate.COMMIT_LOST : Fate.CONFLICT;
            if (fate != Fate.COMMITTED) {
                happen(fate.name());
                story.add(this + " has a transaction " + fate);
            }
            return fate;
        }

        private boolean isReachable() {
            ledgerIsGone |= !healthy && random.nextInt(30) == 0;
            boolean reachable = !ledgerIsGone && (healthy || random.nextInt(5) > 0);
            if (!reachable) {
                SharedLedger.TIME.pass(Duration.ofSeconds(10));
                happen("not reached");
            }
            return reachable;
        }

        @Override
        public String toString() {
            return kind + " " + number;
        }
    }
}
