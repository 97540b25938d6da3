package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several runs at once, as fast as they can. */
@Timeout(60)
class PostgresBusyRunsTest extends LocklessPostgresTestBase {
    @Test
    void twoRunsThatMakeTheTableAtOnceBothSucceed() throws Exception {
        for (int round = 0; round < 10; round++) {
            PostgresServer.execute(database, "DROP TABLE empw_report");
            List<Callable<Boolean>> runs = new ArrayList<>();
            for (String api : List.of("https://one", "https://two", "https://three")) {
                runs.add(() -> {
                    SqlLedger.open(PostgresServer.url(database), api, Patience.none(), false)
                            .close();
                    return true;
                });
            }
            for (Future<Boolean> run : threads.invokeAll(runs)) {
                assertTrue(run.get());
            }
        }
    }

    /** One of several runs at once: over and over it plans all, and sends what it may. */
    private final class BusyRun implements Callable<Boolean> {
        private SqlLedger ledger = openLockless();
        private final Random random;
        private final CyclicBarrier start;
        private final List<ConsumptionReport> reports;
        private final Map<ConsumptionReport, Integer> posts;

        BusyRun(long seed, CyclicBarrier start, List<ConsumptionReport> reports, Map<ConsumptionReport, Integer> posts)
                throws LedgerException {
            this.random = new Random(seed);
            this.start = start;
            this.reports = new ArrayList<>(reports);
            this.posts = posts;
        }

        @Override
        public Boolean call() throws Exception {
            start.await();
            boolean more = true;
            while (more) {
                Collections.shuffle(reports, random);
                int batchSize = 1 + random.nextInt(7);
                try {
                    Plan plan = ledger.plan(reports, Planning.withLeftovers(batchSize));
                    more = !plan.batches().isEmpty();
                    for (PlannedBatch batch : plan.batches()) {
                        send(batch);
                    }
                } catch (LedgerException e) {
                    if (e.kind() == LedgerException.Kind.UNREACHABLE) {
                        ledger.close(); // three deadlocks in a row: it noted over a new connection, so its run is over
                        ledger = openLockless();
                    } else if (e.kind() != LedgerException.Kind.LOCKED) { // after three deadlocks in a row
                        assertEquals(LedgerException.Kind.OVERTAKEN, e.kind(), e.getMessage());
                    }
                }
            }
            return true;
        }

        private void send(PlannedBatch batch) throws LedgerException {
            ledger.claim(batch);
            int outcome = random.nextInt(4);
            if (outcome == 0) {
                ledger.settle(batch, ReportState.UNSENT);
                return;
            }
            batch.reports().forEach(report -> posts.merge(report, 1, Integer::sum));
            if (outcome < 3) {
                ledger.settle(batch, ReportState.STORED);
            }
        }
    }

    @Test
    @Timeout(3600)
    void noReportIsInTwoPostsHoweverManyRunsAreBusyAtOnce() throws Exception {
        int rounds = Integer.getInteger("rounds", 10);
        for (int round = 0; round < rounds; round++) {
            List<ConsumptionReport> reports = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                reports.add(new ConsumptionReport("s" + i, DAY.plusDays(round), BigDecimal.ONE));
            }
            Map<ConsumptionReport, Integer> posts = new ConcurrentHashMap<>();
            CyclicBarrier start = new CyclicBarrier(3);
            List<Future<Boolean>> runs = new ArrayList<>();
            for (int run = 0; run < 3; run++) {
                runs.add(threads.submit(new BusyRun(round * 10L + run, start, reports, posts)));
            }
            for (Future<Boolean> run : runs) {
                assertTrue(run.get(30, TimeUnit.SECONDS));
            }
            assertEquals(40, posts.size(), "none is left unsent");
            assertEquals(Collections.nCopies(40, 1), new ArrayList<>(posts.values()), "round " + round);
            opened.forEach(SqlLedger::close);
            opened.clear();
        }
        assertEquals(List.of(), PostgresServer.query(database, "SELECT 1 FROM empw_report WHERE state = 'unsent'"));
    }
}
