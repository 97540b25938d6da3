package org.empw.consumption.ledger.simulation;

import java.util.List;
import java.util.Random;
import org.empw.consumption.ledger.simulation.InterleavedDatabase.Fate;
import org.empw.consumption.support.Fault;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fault.Applied;

/** What happens next and what goes wrong, drawn from a seed; nothing goes wrong any more after the recovery. */
final class Chances {
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
    private boolean healthy;

    Chances(long seed) {
        this.random = new Random(seed);
    }

    void recover() {
        healthy = true;
    }

    boolean isHealthy() {
        return healthy;
    }

    /** From 0 to one below. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int bound) {
        return random.nextInt(bound) == 0;
    }

    boolean toss() {
        return random.nextBoolean();
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Takes one out of a list. */
    <T> T draw(List<T> all) {
        return all.remove(random.nextInt(all.size()));
    }

    boolean kills() {
        return !healthy && oneIn(60);
    }

    boolean takesLeftovers() {
        return healthy || !oneIn(3);
    }

    /** How long a run may wait. */
    long seconds() {
        return healthy ? 900 : below(3) * 30;
    }

    Fault fault() {
        return healthy ? Fault.NONE : oneOf(FAULTS);
    }

    Fate fate() {
        int chance = healthy ? 0 : below(100);
        return chance < 92
                ? Fate.COMMITTED
                : chance < 95 ? Fate.ANSWER_LOST : chance < 98 ? Fate.COMMIT_LOST : Fate.CONFLICT;
    }

    boolean losesLedger() {
        return !healthy && oneIn(30);
    }

    boolean reachesLedger() {
        return healthy || !oneIn(5);
    }
}
