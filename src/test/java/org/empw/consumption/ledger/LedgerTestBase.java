package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.support.FastTempDir;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.TestDatabase;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A ledger in each kind of database, and what is done with it. */
abstract class LedgerTestBase {
    static final String API = "https://api.example.com/v1";
    static final LocalDate DAY = LocalDate.parse("2020-07-28");

    @Parameter
    TestDatabase database;

    @TempDir(factory = FastTempDir.class)
    Path directory;

    final VirtualTime time = new VirtualTime(Instant.parse("2020-07-29T00:30:00Z"));
    DatabaseUrl url;
    SqlLedger ledger;

    @BeforeEach
    void open() throws Exception {
        url = database.create(directory);
        ledger = open(API);
    }

    SqlLedger open(String api) throws LedgerException {
        return SqlLedger.open(url, api, Patience.of(900, time), false);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** Another run begins; all that is known comes from the database. */
    void nextRun() throws LedgerException {
        ledger.close();
        ledger = open(API);
    }

    /** The run is over; what it left behind. */
    LedgerStatus status() throws LedgerException {
        ledger.close();
        return LedgerStatus.read(url, API, Patience.none());
    }

    static ConsumptionReport report(String sensor, LocalDate day, String consumption) {
        return new ConsumptionReport(sensor, day, new BigDecimal(consumption));
    }

    static List<ConsumptionReport> reports(LocalDate day, String... sensors) {
        List<ConsumptionReport> reports = new ArrayList<>();
        for (String sensor : sensors) {
            reports.add(report(sensor, day, "104"));
        }
        return reports;
    }

    Plan plan(List<ConsumptionReport> wanted, int batchSize) throws LedgerException {
        return ledger.plan(wanted, Planning.withLeftovers(batchSize));
    }

    /** Plans reports as one batch. */
    PlannedBatch planned(List<ConsumptionReport> wanted) throws LedgerException {
        List<PlannedBatch> batches =
                ledger.plan(wanted, Planning.withoutLeftovers(1_000)).batches();
        assertEquals(1, batches.size());
        return batches.get(0);
    }

    void store(List<ConsumptionReport> reports) throws LedgerException {
        PlannedBatch batch = planned(reports);
        ledger.claim(batch);
        ledger.settle(batch, ReportState.STORED);
    }

    void leaveInDoubt(List<ConsumptionReport> reports) throws LedgerException {
        ledger.claim(planned(reports));
    }

    /** The lines that are printed of a batch in doubt. */
    static List<SentReport> lines(PlannedBatch batch) {
        return batch.reports().stream()
                .map(report -> new SentReport(report, OptionalLong.of(batch.batchId())))
                .toList();
    }

    static List<List<ConsumptionReport>> contents(Plan plan) {
        return plan.batches().stream().map(PlannedBatch::reports).toList();
    }

    /** Somebody looked: the API does not have what is in doubt. */
    Plan sendAgain(PlannedBatch batch) throws LedgerException {
        return ledger.planFile(List.of(), lines(batch), true, Planning.withoutLeftovers(1_000));
    }
}
