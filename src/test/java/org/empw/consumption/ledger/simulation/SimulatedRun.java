package org.empw.consumption.ledger.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
import org.empw.consumption.support.Fault.Applied;
import org.empw.consumption.support.Planning;

/** The daily job, or a command given by hand: {@code --mark-stored} or {@code --send --include-in-doubt}. */
final class SimulatedRun implements Runnable {
    enum Kind {
        DAILY,
        MARKS_STORED,
        SENDS_AGAIN
    }

    /** What the runs of one simulation share. */
    record World(SharedLedger shared, Interleaving interleaving, Chances chances, Chronicle chronicle) {}

    private final SharedLedger shared;
    private final Chances chances;
    private final Chronicle chronicle;
    private final Interleaving.Actor actor;
    private final List<ConsumptionReport> wanted;
    private final List<SentReport> looked;
    private final Kind kind;
    private final int number;
    private final Set<ConsumptionReport> maybeStored = new HashSet<>();
    private int slot;
    private int stepsUntilStop;
    private boolean ledgerIsGone;

    /** What is claimed, and whose POST has not arrived. */
    private List<ConsumptionReport> underway = List.of();

    private SimulatedRun(World world, List<ConsumptionReport> wanted, List<SentReport> looked, Kind kind) {
        this.shared = world.shared;
        this.chances = world.chances;
        this.chronicle = world.chronicle;
        this.actor = world.interleaving.new Actor();
        this.wanted = wanted;
        this.looked = looked;
        this.kind = kind;
        this.number = chronicle.length();
        this.stepsUntilStop = chances.oneIn(6) ? chances.below(20) : Integer.MAX_VALUE;
    }

    SimulatedRun(World world, List<ConsumptionReport> wanted, Kind kind) {
        this(world, wanted, List.of(), kind);
    }

    /** The command to send what a look showed to be missing. */
    SimulatedRun(World world, List<SentReport> looked) {
        this(world, SentReport.reports(looked), looked, Kind.SENDS_AGAIN);
    }

    int slot() {
        return slot;
    }

    /** Begins with the API of this number. */
    void start(int free) {
        slot = free;
        shared.api(slot).faults(this::post);
        actor.start(this);
    }

    /** Goes to the next step, or is killed there. */
    void move() {
        if (chances.kills()) {
            chronicle.tell(this + " is killed");
            chronicle.happen("killed");
            actor.kill();
        } else {
            actor.move();
        }
        if (actor.hasEnded() && !actor.isKilled()) {
            chronicle.want(wanted);
        }
    }

    boolean hasEnded() {
        return actor.hasEnded();
    }

    @Override
    public void run() {
        try (SqlLedger ledger = shared.open(actor::step, this::fate, this::isReachable)) {
            if (kind == Kind.MARKS_STORED) {
                ledger.markStored(wanted);
                return;
            }
            int batchSize = 1 + chances.below(3);
            boolean leftovers = chances.takesLeftovers();
            Plan plan = kind == Kind.SENDS_AGAIN
                    ? ledger.planFile(List.of(), looked, true, Planning.withoutLeftovers(batchSize))
                            .withDoubtsAmong(wanted)
                    : ledger.plan(
                            wanted,
                            leftovers ? Planning.withLeftovers(batchSize) : Planning.withoutLeftovers(batchSize));
            chronicle.tell(this + " plans " + plan);
            Delivery delivery = new Delivery(
                    shared.client(slot),
                    SharedLedger.policy(chances.seconds()),
                    watched(ledger),
                    () -> !chances.isHealthy() && stepsUntilStop <= 0);
            print(delivery.deliver(plan), plan);
            ledger.purge();
        } catch (LedgerException e) {
            chronicle.tell(this + " ends: " + e.getMessage());
            chronicle.print(wanted);
        } finally {
            underway = List.of();
        }
    }

    private void print(DeliveryResult result, Plan plan) {
        chronicle.tell(this + " ends: " + result);
        for (List<SentReport> lines : List.of(result.unsent(), result.inDoubt(), result.oldDoubts())) {
            chronicle.print(SentReport.reports(lines));
        }
        for (SentReport sent : result.unsent()) {
            chronicle.happen(sent.batchId().isEmpty() ? "printed unsent" : "printed unsent, which could not be noted");
            assertTrue(!maybeStored.contains(sent.report()), () -> sent + " is called unsent, but may be stored");
        }
        result.inDoubt().forEach(report -> chronicle.happen("printed in doubt"));
        result.unnoted().forEach(report -> chronicle.happen("printed stored"));
        if (result.reason().contains("Another run is at work")) {
            chronicle.happen("refused");
        } else {
            int accountedFor =
                    result.stored() + result.unsent().size() + result.inDoubt().size();
            // After a lost connection another run may have taken what is missing.
            assertTrue(
                    accountedFor == plan.size() || (!result.reason().isEmpty() && accountedFor < plan.size()),
                    "each report is accounted for");
        }
        if (chances.isHealthy()) {
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
        Fault fault = chances.fault();
        try {
            stepsUntilStop--;
            actor.step();
        } catch (Interleaving.Killed e) {
            // What is on its way arrives anyway, or not.
            fault = Fault.losing(chances.oneOf(List.of(Applied.values())));
        }
        chronicle.tell(this + " posts " + underway + ": " + fault);
        underway.subList(0, fault.applied().of(underway.size())).forEach(chronicle::apply);
        if (!fault.answer().isRefusal()) {
            maybeStored.addAll(underway);
            underway.forEach(chronicle::post);
        }
        underway = List.of();
        return fault;
    }

    private Fate fate() {
        stepsUntilStop--;
        Fate fate = chances.fate();
        if (fate != Fate.COMMITTED) {
            chronicle.happen(fate.name());
            chronicle.tell(this + " has a transaction " + fate);
        }
        return fate;
    }

    private boolean isReachable() {
        ledgerIsGone |= chances.losesLedger();
        boolean reachable = !ledgerIsGone && chances.reachesLedger();
        if (!reachable) {
            SharedLedger.TIME.pass(Duration.ofSeconds(10));
            chronicle.happen("not reached");
        }
        return reachable;
    }

    @Override
    public String toString() {
        return kind + " " + number;
    }
}
