package org.empw.consumption.ledger.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.empw.consumption.support.Seeds;
import org.junit.jupiter.api.Test;

/**
 * The ledger's promise without its lock: runs that share a ledger, each stopped before each of its transactions and
 * POSTs while others move, are killed, lose connections, and meet an API that fails; and somebody who looks and is
 * right. No report is ever in two POSTs that may have been applied, and none is lost. Schedules are drawn from {@link
 * Seeds}; {@code -Dledger=postgres} plays them on that database.
 */
class SimulationTest extends SharedLedgerTestBase {
    /** How often what happened, in all schedules: a test of nothing would pass, too. */
    private final Map<String, Integer> happened = new TreeMap<>();

    @Test
    void noReportIsInTwoPostsAndNoneIsLostWhateverHappens() throws Exception {
        int schedules = Seeds.play(seed -> {
            Simulation simulation = new Simulation(seed, shared, happened);
            try {
                simulation.play();
                simulation.settle();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(e.getMessage() + "\n" + simulation.story(), e);
            }
        });
        for (String what : List.of(
                "killed",
                "refused",
                "ANSWER_LOST",
                "COMMIT_LOST",
                "CONFLICT",
                "not reached",
                "marked stored",
                "sent again",
                "printed unsent",
                "printed in doubt")) {
            assertTrue(schedules < 500 || happened.containsKey(what), () -> what + " never happened: " + happened);
        }
    }
}
