package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.support.TestDatabase;
import org.empw.consumption.waiting.SystemTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run makes of a table of version 2.0.0 in PostgreSQL, and what a connection that only reads may do. */
class PostgresSchemaTest {
    private static final String API = "https://api.example.com";
    private static final List<ConsumptionReport> REPORTS =
            List.of(new ConsumptionReport("a", LocalDate.parse("2020-07-28"), BigDecimal.TEN));
    private static final String COLUMNS = "SELECT column_name FROM information_schema.columns"
            + " WHERE table_name = 'empw_report' AND column_name LIKE 'last_%' ORDER BY 1";

    private String database;

    @BeforeEach
    void makeOldTable() throws SQLException {
        database = PostgresServer.newDatabase();
        try (Connection connection = PostgresServer.connect(database)) {
            Schema.create(connection);
        }
        PostgresServer.execute(
                database,
                "ALTER TABLE empw_report DROP COLUMN last_at",
                "ALTER TABLE empw_report DROP COLUMN last_level");
    }

    /** What the log warns of while a user plans a report. */
    private List<String> warnings(String user) throws LedgerException {
        try (LogLines log = new LogLines();
                SqlLedger ledger =
                        SqlLedger.open(PostgresServer.url(user, database, ""), API, Patience.none(), false)) {
            Plan plan = ledger.plan(REPORTS, Planning.withLeftovers(1));
            assertEquals(1, plan.size());
            return log.warnings();
        }
    }

    @Test
    void addsTheColumnsThatAnOldTableLacks() throws Exception {
        assertEquals(List.of(), warnings("postgres"));
        assertEquals(List.of("last_at", "last_level"), PostgresServer.query(database, COLUMNS));
        assertEquals(List.of(), warnings("postgres"));
    }

    @Test
    void doesWithoutTheColumnsWhereTheUserMayNotAddThemAndSaysHowTo() throws Exception {
        String role = "only_rows_in_" + database;
        PostgresServer.execute(
                database,
                "CREATE ROLE " + role + " LOGIN",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON empw_report TO " + role);
        List<String> warnings = warnings(role);
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(
                warnings.get(0)
                        .endsWith("have the owner of the table run: ALTER TABLE empw_report ADD COLUMN last_at BIGINT;"
                                + " ALTER TABLE empw_report ADD COLUMN last_level BIGINT"),
                warnings.toString());
        assertEquals(List.of(), PostgresServer.query(database, COLUMNS));
        assertEquals(List.of("a"), PostgresServer.query(database, "SELECT sensor_id FROM empw_report"));
    }

    @Test
    void readsOnlyAndForSoLongAtMost() throws Exception {
        try (Connection connection =
                new PostgresDatabase(PostgresServer.url(database)).connectReadOnly(new SystemTime(), 3)) {
            assertEquals(List.of("3s"), TestDatabase.rows(connection, "SHOW statement_timeout"));
            assertEquals(List.of("0"), TestDatabase.rows(connection, "SELECT count(*) FROM empw_report"));
            SQLException e =
                    assertThrows(SQLException.class, () -> Database.execute(connection, "DELETE FROM empw_report"));
            assertEquals("25006", e.getSQLState());
        }
    }
}
