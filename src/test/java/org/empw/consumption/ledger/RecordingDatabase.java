package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.waiting.Time;

/** A database that notes which statements are prepared on its connections. */
final class RecordingDatabase extends LocklessDatabase {
    private final Database database;
    private final Set<String> statements = new LinkedHashSet<>();

    RecordingDatabase(Database database) {
        super(database);
        this.database = database;
    }

    /** In the order in which they were prepared first. */
    Collection<String> statements() {
        return statements;
    }

    @Override
    public Connection connect(Time time) throws SQLException, LedgerException {
        Connection connection = super.connect(time);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (p, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        statements.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void lock(Connection connection, String api, Time time) throws SQLException, LedgerException {
        database.lock(connection, api, time);
    }

    /** Does all that a run can do with a ledger, so that each statement is prepared. */
    void wholeLife(String api) throws LedgerException {
        List<ConsumptionReport> reports =
                List.of(new ConsumptionReport("a", LocalDate.parse("2020-07-28"), BigDecimal.TEN));
        try (SqlLedger ledger = SqlLedger.open(this, api, Patience.none(), false)) {
            List<SentReport> inDoubt = List.of(new SentReport(reports.get(0), OptionalLong.of(1)));
            ledger.planFile(List.of(), inDoubt, false, Planning.withoutLeftovers(10));
            ledger.planFile(List.of(), inDoubt, true, Planning.withoutLeftovers(10));
            ledger.markStored(List.of(new ConsumptionReport("b", LocalDate.parse("2020-07-28"), BigDecimal.TEN)));
            PlannedBatch batch = ledger.plan(
                            List.of(new ConsumptionReport("c", LocalDate.parse("2020-07-28"), BigDecimal.TEN)),
                            Planning.withLeftovers(10))
                    .batches()
                    .get(0);
            ledger.claim(batch);
            ledger.settle(batch, ReportState.STORED);
            ledger.stillPlanned(batch);
            ledger.markStored(reports);
            ledger.plan(reports, Planning.withLeftovers(10));
            ledger.markStored(List.of(new ConsumptionReport("a", LocalDate.parse("1999-07-28"), BigDecimal.TEN)));
            ledger.purge();
        }
        assertTrue(statements.size() > 12, "each statement was prepared: " + statements);
    }
}
