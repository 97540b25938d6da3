package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.waiting.Time;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A ledger purges nothing that a run may want, whatever the clock and the rows say, and a purge stops no run. */
@ParameterizedClass(name = "{0}")
@EnumSource
class RetentionTest extends LedgerTestBase {
    @BeforeEach
    void closeFirst() {
        ledger.close(); // each run opens it
    }

    /** A run of a day. */
    private void run(LocalDate day) throws LedgerException {
        try (SqlLedger ledger = open(API)) {
            for (PlannedBatch batch :
                    ledger.plan(reports(day, "a"), Planning.withLeftovers(10)).batches()) {
                ledger.claim(batch);
                ledger.settle(batch, ReportState.STORED);
            }
            ledger.purge();
        }
    }

    private List<String> days() throws SQLException {
        return database.query(url, "SELECT report_date FROM empw_report ORDER BY report_date");
    }

    private void insert(String day, String state, Instant notedAt) throws SQLException {
        database.execute(
                url,
                "INSERT INTO empw_report (api, report_date, sensor_id, consumption, state, batch, noted_at) VALUES ('"
                        + API + "', '" + day + "', 'odd', '1', '" + state + "', 1, " + notedAt.toEpochMilli() + ")");
    }

    @Test
    void aDayThatIsNoneStopsNothing() throws Exception {
        for (String day : List.of("2020-02-30", "2020-13-01", "", "tomorrow", "-999999999-01-01", "0000-01-01")) {
            insert(day, "stored", time.instant());
        }
        run(DAY);
        time.pass(Duration.ofDays(1));
        run(DAY.plusDays(1));
        assertTrue(days().contains(DAY.toString())
                && days().contains(DAY.plusDays(1).toString()));
        try (SqlLedger ledger = open(API)) {
            assertEquals(
                    reports(DAY, "a"),
                    ledger.plan(reports(DAY, "a"), Planning.withLeftovers(1)).stored());
        }
    }

    @Test
    void aClockThatIsAheadOncePurgesNothing() throws Exception {
        run(DAY);
        time.pass(Duration.ofDays(365 * 79)); // and a run for the day that the wrong clock shows
        run(DAY.plusDays(365 * 79));
        time.pass(Duration.ofDays(-365 * 79 + 1));
        run(DAY.plusDays(1));
        run(DAY.plusDays(1));
        assertEquals(3, days().size());
    }

    @Test
    void aClockThatIsBehindPurgesNothing() throws Exception {
        run(DAY);
        time.pass(Duration.ofDays(70));
        run(DAY.plusDays(70));
        time.pass(Duration.ofDays(-365 * 50));
        run(DAY.plusDays(71));
        assertEquals(3, days().size());
    }

    @Test
    void aRowOfADayFarAwayPurgesNothing() throws Exception {
        run(DAY);
        insert("2099-01-01", "stored", time.instant());
        time.pass(Duration.ofDays(61));
        try (SqlLedger ledger = open(API)) {
            ledger.purge();
        }
        run(DAY.plusDays(30)); // as an API with a clock that is behind says
        run(DAY.plusDays(30)); // by now the last note is 61 days later, too
        assertTrue(days().contains(DAY.toString()), days()::toString);
    }

    /** A file's report of the old day is marked in doubt, and that of the young day is sent. */
    private void assertMarksInDoubt(LocalDate old, LocalDate young) throws LedgerException {
        try (SqlLedger ledger = open(API)) {
            List<ConsumptionReport> wanted = new ArrayList<>(reports(old, "a"));
            wanted.addAll(reports(young, "a"));
            Plan plan = ledger.planFile(SentReport.unsent(wanted), List.of(), false, Planning.withoutLeftovers(10));
            assertEquals(
                    List.of(reports(young, "a")),
                    plan.batches().stream().map(PlannedBatch::reports).toList());
            assertEquals(reports(old, "a"), SentReport.reports(plan.inDoubt()));
        }
    }

    @Test
    void marksInDoubtADayThatTheClockCallsOld() throws Exception {
        run(DAY);
        time.pass(Duration.ofDays(30));
        assertMarksInDoubt(DAY.plusDays(1).plusDays(30 - 61), DAY.plusDays(1).plusDays(30 - 60));
    }

    @Test
    void marksInDoubtADayThatTheLastNoteCallsOld() throws Exception {
        run(DAY);
        time.pass(Duration.ofDays(-30));
        assertMarksInDoubt(DAY.plusDays(1).minusDays(61), DAY.plusDays(1).minusDays(60));
    }

    /** Whose connections fail at a DELETE. */
    private Database failing(Throwable failure) {
        return new LocklessDatabase(Database.of(url)) {
            @Override
            public Connection connect(Time clock) throws SQLException, LedgerException {
                Connection connection = super.connect(clock);
                return (Connection) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Connection.class}, (p, method, arguments) -> {
                            if (method.getName().equals("prepareStatement")
                                    && ((String) arguments[0]).startsWith("DELETE")) {
                                throw failure;
                            }
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
            }
        };
    }

    @Test
    void aPurgeThatFailsInAnyWayOnlyWarns() throws Exception {
        run(DAY);
        time.pass(Duration.ofDays(70));
        run(DAY.plusDays(70));
        time.pass(Duration.ofDays(1));
        for (Throwable failure : List.of(
                new SQLException("no"),
                new IllegalStateException("no"),
                new OutOfMemoryError("no"),
                new StackOverflowError())) {
            try (SqlLedger ledger = SqlLedger.open(failing(failure), API, Patience.of(900, time), false);
                    LogLines log = new LogLines()) {
                ledger.purge();
                assertTrue(log.warnings().get(0).contains("could not purge"), () -> failure + " " + log.all());
                assertEquals(
                        List.of(),
                        ledger.plan(List.of(), Planning.withLeftovers(1)).batches(),
                        "it goes on");
            }
            assertEquals(2, days().size());
        }
        run(DAY.plusDays(71));
        assertEquals(2, days().size(), "the oldest is purged at last");
    }
}
