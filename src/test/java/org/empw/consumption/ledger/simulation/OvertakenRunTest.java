package org.empw.consumption.ledger.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.delivery.Delivery;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.Plan;
import org.empw.consumption.ledger.SentReport;
import org.empw.consumption.ledger.SqlLedger;
import org.empw.consumption.ledger.simulation.InterleavedDatabase.Fate;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fault.Applied;
import org.empw.consumption.support.Planning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link SimulationTest} meets by chance only: runs that are overtaken while their POST is under way. */
class OvertakenRunTest extends SharedLedgerTestBase {
    /** A case that chance meets once in some thousand schedules, and the reason why settling asks for the batch's id. */
    @ParameterizedTest
    @EnumSource(names = {"THROTTLED_429", "UNAUTHORIZED_401", "BAD_REQUEST_400"})
    void aRefusalThatComesLateDoesNotMakeUnsentWhatWasSentAgain(Answer refusal) throws Exception {
        List<ConsumptionReport> reports = List.of(new ConsumptionReport("a", SharedLedger.DAY, BigDecimal.TEN));
        try (SqlLedger first = open();
                SqlLedger second = open();
                SqlLedger next = open()) {
            // While the answer of the API is on its way, somebody sees that the API does not have the report, and sends
            // it again.
            shared.api(0).onEach(Call.REPORTS, () -> sendAgain(second, 1)).failEach(Call.REPORTS, refusal);
            shared.api(1).failEach(Call.REPORTS, Fault.losing(Applied.ALL));
            deliver(first, reports, 0);
            assertEquals(reports, SentReport.reports(deliver(next, reports, 2).oldDoubts()));
        }
        assertEquals(Map.of(), shared.api(0).stored());
        assertEquals(Map.of("a " + SharedLedger.DAY + " 10", 1), shared.api(1).stored());
        assertEquals(Map.of(), shared.api(2).stored());
    }

    @Test
    void aRunThatIsOvertakenAccountsForNothingThatWasTakenFromIt() throws Exception {
        List<ConsumptionReport> reports = new ArrayList<>();
        for (String sensor : List.of("a", "b", "c", "d")) {
            reports.add(new ConsumptionReport(sensor, SharedLedger.DAY, BigDecimal.TEN));
        }
        try (SqlLedger first = open();
                SqlLedger other = open()) {
            shared.api(0).onEach(Call.REPORTS, () -> plan(other, reports.subList(1, 3), 10));
            Plan plan = plan(first, reports, 1);
            DeliveryResult result =
                    new Delivery(shared.client(0), SharedLedger.policy(60), first, () -> false).deliver(plan);
            assertTrue(result.reason().contains("Another run is at work"), result.reason());
            assertEquals(1, result.stored());
            assertEquals(SentReport.unsent(reports.subList(3, 4)), result.unsent());
            assertEquals(List.of(), result.inDoubt());
        }
        assertEquals(Map.of("a " + SharedLedger.DAY + " 10", 1), shared.api(0).stored());
    }

    private static Plan plan(SqlLedger ledger, List<ConsumptionReport> wanted, int batchSize) {
        try {
            return ledger.plan(wanted, Planning.withoutLeftovers(batchSize));
        } catch (LedgerException e) {
            throw new AssertionError(e);
        }
    }

    private SqlLedger open() throws LedgerException {
        return shared.open(() -> {}, () -> Fate.COMMITTED, () -> true);
    }

    private DeliveryResult deliver(SqlLedger ledger, List<ConsumptionReport> wanted, int api) {
        return deliver(ledger, plan(ledger, wanted, 10), api);
    }

    private DeliveryResult deliver(SqlLedger ledger, Plan plan, int api) {
        return new Delivery(shared.client(api), SharedLedger.policy(60), ledger, () -> false).deliver(plan);
    }

    private void sendAgain(SqlLedger ledger, int api) {
        try {
            deliver(ledger, ledger.planFile(List.of(), shared.inDoubt(), true, Planning.withoutLeftovers(10)), api);
        } catch (LedgerException e) {
            throw new AssertionError(e);
        }
    }
}
