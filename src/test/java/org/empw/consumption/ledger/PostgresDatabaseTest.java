package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.net.ServerSocket;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.empw.consumption.support.PostgresServer;
import org.junit.jupiter.api.Test;

/** What a ledger says when a PostgreSQL server cannot or will not hold it, and what it asks of one. */
class PostgresDatabaseTest extends PostgresTestBase {
    private static final String PASSWORD = "p%C3%A4ssword%20%221%22%20%25"; // as in PostgresServer, for an address

    /** One whole life of a report, as a run leads it. */
    private static void use(DatabaseUrl url) throws LedgerException {
        try (SqlLedger ledger = open(url)) {
            List<ConsumptionReport> reports =
                    List.of(new ConsumptionReport("a", LocalDate.parse("2020-07-28"), BigDecimal.TEN));
            PlannedBatch batch =
                    ledger.plan(reports, Planning.withLeftovers(10)).batches().get(0);
            ledger.claim(batch);
            ledger.markStored(reports);
            ledger.purge();
        }
        assertEquals(1, LedgerStatus.read(url, API, Patience.none()).counts().size());
    }

    @Test
    void usesTheDatabaseOfTheAddressAndNotTheOneOfTheUsersName() throws Exception {
        use(url("postgres"));
        assertEquals(List.of("1"), PostgresServer.query(database, "SELECT count(*) FROM empw_report"));
        PostgresServer.execute("postgres", "CREATE DATABASE \"odd name/with?all\"");
        use(PostgresServer.url("postgres", "odd%20name%2Fwith%3Fall", ""));
        assertEquals(List.of("1"), PostgresServer.query("odd name/with?all", "SELECT count(*) FROM empw_report"));
    }

    @Test
    void logsInWithAPassword() throws Exception {
        PostgresServer.execute(database, "GRANT CREATE ON SCHEMA public TO " + PostgresServer.ASKED);
        use(url(PostgresServer.ASKED + ":" + PASSWORD));
    }

    @Test
    void saysThatUserOrPasswordAreRefused() {
        assertFails(url(PostgresServer.ASKED + ":wrong-one"), Kind.UNUSABLE, "refuses the user or the password");
        assertFails(url(PostgresServer.ASKED), Kind.UNUSABLE, "refuses the user or the password");
        assertFails(url("nobody_at_all:wrong-one"), Kind.UNUSABLE, "refuses the user or the password");
    }

    @Test
    void saysThatThereIsNoSuchDatabase() {
        assertFails(PostgresServer.url("no_such_database"), Kind.UNUSABLE, "no database of the name");
    }

    @Test
    void saysThatTheServerDoesNotAnswer() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertFails(PostgresServer.url(port, "postgres:secret-1", "x", ""), Kind.UNREACHABLE, "(Connection refused)");
        assertFails(
                DatabaseUrl.parse("postgres://postgres:secret-1@no-such-host.invalid/x", directory),
                Kind.UNREACHABLE,
                "(its host is not known)");
    }

    @Test
    void saysThatTheServerHasTooManyConnections() throws Exception {
        PostgresServer.execute("postgres", "CREATE ROLE bob LOGIN CONNECTION LIMIT 0");
        assertFails(url("bob"), Kind.UNREACHABLE, "too many connections");
    }

    @Test
    void saysWhichRightsAUserLacks() throws Exception {
        PostgresServer.execute("postgres", "CREATE ROLE carol LOGIN");
        LedgerException e = assertThrows(LedgerException.class, () -> open(url("carol")));
        assertEquals(Kind.UNUSABLE, e.kind());
        assertTrue(e.getMessage().contains("CREATE in its schema"), e.getMessage());
        open(url("postgres")).close();
        assertFails(url("carol"), Kind.UNUSABLE, "needs SELECT, INSERT, UPDATE and DELETE");
    }

    @Test
    void needsOnlyToReadAndWriteRowsWhereTheTableIsThere() throws Exception {
        open(url("postgres")).close();
        PostgresServer.execute(
                database,
                "CREATE ROLE dave LOGIN",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON empw_report TO dave",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        use(url("dave"));
    }

    @Test
    void onlyWarnsWhereItMayNotPurge() throws Exception {
        open(url("postgres")).close();
        PostgresServer.execute(
                database,
                "CREATE ROLE erin LOGIN",
                "GRANT SELECT, INSERT, UPDATE ON empw_report TO erin",
                "INSERT INTO empw_report VALUES ('" + API + "', '1999-01-01', 'a', '1', 'stored', 1, 1)," + " ('" + API
                        + "', '1999-12-01', 'a', '1', 'stored', 1, " + System.currentTimeMillis() + ")");
        try (SqlLedger ledger = open(url("erin"));
                LogLines log = new LogLines()) {
            ledger.purge();
            assertEquals(1, log.warnings().size());
            assertTrue(
                    log.warnings().get(0).contains("could not purge"),
                    () -> log.all().toString());
            assertEquals(
                    List.of(), ledger.plan(List.of(), Planning.withLeftovers(1)).batches(), "it goes on");
        }
    }

    @Test
    void saysThatTheTableIsSomebodyElses() throws Exception {
        for (String columns : List.of(
                "id INT",
                "api TEXT, state TEXT",
                "api INT, report_date INT, sensor_id INT, consumption INT, state INT, batch INT, noted_at INT",
                "api TEXT, report_date TEXT, sensor_id TEXT, consumption TEXT, state TEXT, batch BIGINT, noted_at BIGINT",
                "api TEXT, report_date TEXT, sensor_id TEXT, consumption TEXT, state TEXT, batch BIGINT, noted_at BIGINT,"
                        + " mine INT NOT NULL, PRIMARY KEY (api, report_date, sensor_id)")) {
            PostgresServer.execute(
                    database, "DROP TABLE IF EXISTS empw_report", "CREATE TABLE empw_report (" + columns + ")");
            LedgerException e = assertThrows(LedgerException.class, () -> use(url("postgres")), columns);
            assertEquals(Kind.UNUSABLE, e.kind());
            assertTrue(e.getMessage().contains("not this job's"), e.getMessage());
        }
    }

    @Test
    void saysThatTheServerOnlyAnswersReads() throws Exception {
        open(url("postgres")).close();
        PostgresServer.execute(
                database,
                "CREATE ROLE frank LOGIN",
                "GRANT ALL ON empw_report TO frank",
                "ALTER ROLE frank SET default_transaction_read_only = on");
        LedgerException e = assertThrows(LedgerException.class, () -> use(url("frank")));
        assertEquals(Kind.UNUSABLE, e.kind());
        assertTrue(e.getMessage().contains("only answers reads"), e.getMessage());
    }

    @Test
    void lockKeepsOutTheSameApiAndNoOther() throws Exception {
        try (SqlLedger first = open(url("postgres"))) {
            assertTrue(first.isPersistent());
            LedgerException e = assertThrows(LedgerException.class, () -> open(url("postgres")));
            assertEquals(Kind.LOCKED, e.kind(), e.getMessage());
            assertTrue(e.getMessage().contains("(empw-consumption-job), since 20"), e.getMessage());
            SqlLedger.open(url("postgres"), "https://other.example.com", Patience.none(), false)
                    .close();
            String other = PostgresServer.newDatabase();
            open(PostgresServer.url(other)).close();
            LedgerStatus status = LedgerStatus.read(url("postgres"), API, Patience.none());
            assertEquals(Optional.of(e.getMessage()), status.inUse());
        }
        open(url("postgres")).close();
    }

    @Test
    void lockEndsWithItsConnectionEvenIfTheRunKnowsNothingOfThat() throws Exception {
        try (SqlLedger first = open(url("postgres"))) {
            PostgresServer.endConnections(database);
            open(url("postgres")).close();
            LedgerException e =
                    assertThrows(LedgerException.class, () -> first.plan(List.of(), Planning.withLeftovers(1)));
            assertEquals(Kind.UNREACHABLE, e.kind(), e.getMessage());
        }
    }
}
