package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.util.Map;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.support.TestDatabase;
import org.junit.jupiter.api.Test;

/** Whether history costs nothing in PostgreSQL: 200,000 stored reports, and what the planner makes of each statement. */
class PostgresPlansTest {
    private static final String API = "https://api.example.com";

    @Test
    void noStatementOfARunGoesThroughTheHistory() throws Exception {
        String database = PostgresServer.newDatabase();
        RecordingDatabase recording = new RecordingDatabase(new PostgresDatabase(PostgresServer.url(database)));
        recording.wholeLife(API);
        PostgresServer.execute(
                database,
                "INSERT INTO empw_report SELECT '" + API + "', '2020-06-' || lpad(day::text, 2, '0'),"
                        + " 'sensor-' || sensor, '104', 'stored', 1000000 * day + sensor, 1"
                        + " FROM generate_series(1, 20) day, generate_series(1, 10000) sensor",
                "INSERT INTO empw_report SELECT '" + API + "', '2020-07-01', 'sensor-' || sensor, '104',"
                        + " 'unsent', sensor / 100, 1 FROM generate_series(1, 1000) sensor",
                "ANALYZE empw_report");
        try (Connection connection = PostgresServer.SERVER
                .getDatabase("postgres", database, Map.of("preferQueryMode", "simple"))
                .getConnection()) {
            for (String sql : recording.statements()) {
                checkPlan(connection, sql);
            }
        }
    }

    private static void checkPlan(Connection connection, String sql) throws Exception {
        String numbered = sql;
        for (int i = 1; numbered.contains("?"); i++) {
            numbered = numbered.replaceFirst("\\?", "\\$" + i);
        }
        String plan = String.join("\n", TestDatabase.rows(connection, "EXPLAIN (GENERIC_PLAN) " + numbered));
        assertFalse(plan.contains("Seq Scan"), () -> "goes through all: " + sql + "\n" + plan);
        assertTrue(
                !sql.contains("state <> 'stored'") || plan.contains("empw_report_unsettled"),
                () -> "takes the wrong index: " + sql + "\n" + plan);
    }
}
