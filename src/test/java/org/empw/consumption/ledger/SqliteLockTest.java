package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One run at a time has a ledger in a file, whoever starts at the same moment or is killed. */
@Timeout(60)
class SqliteLockTest extends SqliteTestBase {
    @Test
    void refusesASecondProcessAndIsFreeAfterTheFirstIsKilled() throws Exception {
        Process first = LedgerProcess.start(List.of(), "hold", file.toString());
        assertEquals("opened true", LedgerProcess.firstLine(first));
        assertFails(url, Kind.LOCKED, "is in use");
        assertThrows(LedgerException.class, () -> LedgerStatus.read(url, API, Patience.none()));
        first.destroyForcibly().waitFor();
        try (SqlLedger ledger = open(url)) {
            ledger.plan(REPORTS, Planning.withLeftovers(1));
            Process second = LedgerProcess.start(List.of(), "hold", file.toString());
            assertTrue(LedgerProcess.firstLine(second).startsWith("LOCKED The ledger"));
        }
    }

    @Test
    void letsInOneOfTwoProcessesThatStartAtTheSameMoment() throws Exception {
        String start = String.valueOf(System.currentTimeMillis() + 1_500);
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(LedgerProcess.start(List.of(), "contend", directory.toString(), "10", start));
        }
        for (Process process : processes) {
            assertEquals("10 opened, 0 violations", LedgerProcess.firstLine(process));
        }
    }

    @Test
    void letsInOneOfSeveralThatStartAtTheSameMoment() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        for (int round = 0; round < 8; round++) {
            DatabaseUrl shared = url("round-" + round);
            AtomicInteger holders = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(3);
            List<Callable<Boolean>> runs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                runs.add(() -> {
                    start.await();
                    try (SqlLedger ledger = open(shared)) {
                        assertEquals(1, holders.incrementAndGet());
                        ledger.plan(REPORTS, Planning.withLeftovers(1));
                        holders.decrementAndGet();
                        return true;
                    }
                });
            }
            for (Future<Boolean> run : threads.invokeAll(runs)) {
                assertTrue(run.get(), "each has its turn within a second");
            }
        }
        threads.shutdown();
    }
}
