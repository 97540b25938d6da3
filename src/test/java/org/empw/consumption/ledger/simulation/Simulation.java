package org.empw.consumption.ledger.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.SentReport;
import org.empw.consumption.ledger.simulation.SimulatedRun.Kind;
import org.empw.consumption.ledger.simulation.SimulatedRun.World;

/**
 * What happens in one go, drawn from a seed: daily runs and commands given by hand that share a ledger, each stopped
 * before each of its transactions and POSTs while others move, and all the failures that they meet.
 */
final class Simulation {
    private final SharedLedger shared;
    private final Chances chances;
    private final Chronicle chronicle;
    private final World world;
    private final List<SimulatedRun> live = new ArrayList<>();
    private final List<List<ConsumptionReport>> days = new ArrayList<>();

    /** What a look showed to be missing, and will be sent again. */
    private final List<List<SentReport>> commands = new ArrayList<>();

    Simulation(long seed, SharedLedger shared, Map<String, Integer> happened) throws SQLException {
        this.shared = shared;
        this.chances = new Chances(seed);
        this.chronicle = new Chronicle(happened);
        this.world = new World(shared, new Interleaving(), chances, chronicle);
        shared.clear();
        int size = 1 + chances.below(2);
        for (int day = 0; day < size; day++) {
            List<ConsumptionReport> reports = new ArrayList<>();
            for (int sensor = chances.below(4); sensor >= 0; sensor--) {
                reports.add(new ConsumptionReport("s" + sensor, SharedLedger.DAY.plusDays(day), BigDecimal.TEN));
            }
            days.add(reports);
        }
    }

    void play() {
        int runs = 2 + chances.below(3);
        int looks = chances.below(3);
        while (runs + looks > 0 || !commands.isEmpty() || !live.isEmpty()) {
            boolean isQuiet = live.isEmpty();
            if (live.size() < SharedLedger.MAX_LIVE && (isQuiet || chances.oneIn(8))) {
                if (!commands.isEmpty() && (runs == 0 || chances.oneIn(3))) {
                    start(new SimulatedRun(world, chances.draw(commands)));
                } else if (looks > 0 && isQuiet && (runs == 0 || chances.toss())) {
                    looks--;
                    look();
                } else if (runs > 0) {
                    runs--;
                    start(new SimulatedRun(world, some(chances.oneOf(days)), Kind.DAILY));
                }
            }
            if (!live.isEmpty()) {
                move(chances.oneOf(live));
            }
        }
        chronicle.check(shared);
    }

    /** All, or some of them, as a file can have. */
    private List<ConsumptionReport> some(List<ConsumptionReport> day) {
        List<ConsumptionReport> some = new ArrayList<>(day);
        if (chances.oneIn(3)) {
            some.removeIf(report -> chances.toss());
        }
        return some;
    }

    /**
     * Somebody looks at what is in doubt, while no run is at work and so no POST is under way, marks as stored what is
     * there, and gives the command for what is missing, once or twice, at any time later.
     */
    private void look() {
        Map<Boolean, List<SentReport>> seen =
                shared.inDoubt().stream().collect(Collectors.partitioningBy(chronicle::isApplied));
        chronicle.tell("a look shows that " + seen.get(true) + " are there, and " + seen.get(false) + " are not");
        List<SentReport> missing = seen.get(false);
        if (!missing.isEmpty()) {
            chronicle.miss(missing);
            commands.addAll(Collections.nCopies(1 + chances.below(2), missing));
            chronicle.happen("sent again");
        }
        List<ConsumptionReport> there = SentReport.reports(seen.get(true));
        if (!there.isEmpty()) {
            chronicle.happen("marked stored");
            start(new SimulatedRun(world, there, Kind.MARKS_STORED));
        }
    }

    private void start(SimulatedRun run) {
        Set<Integer> used = live.stream().map(SimulatedRun::slot).collect(Collectors.toSet());
        int free = 0;
        while (used.contains(free)) {
            free++;
        }
        live.add(run);
        run.start(free);
    }

    private void move(SimulatedRun run) {
        run.move();
        if (run.hasEnded()) {
            live.remove(run);
        }
    }

    /** All is well again, somebody looks at what is in doubt, and the next run is alone: nothing is left then. */
    void settle() {
        chances.recover();
        look();
        while (!live.isEmpty()) {
            move(live.get(0));
        }
        while (!commands.isEmpty()) {
            finish(new SimulatedRun(world, commands.remove(0)));
        }
        finish(new SimulatedRun(world, days.get(0), Kind.DAILY));
        chronicle.check(shared);
        shared.states().forEach((report, state) -> assertEquals("stored", state, () -> report + " stays " + state));
    }

    private void finish(SimulatedRun run) {
        start(run);
        while (!run.hasEnded()) {
            move(run);
        }
    }

    /** What happened, in order, so that the reason of a failure can be found. */
    String story() {
        return chronicle.toString();
    }
}
