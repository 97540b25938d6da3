package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Fleet;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that is no run has the file of a ledger. */
class HeldFileTest extends RunTestBase {
    private Connection holder;

    @BeforeEach
    void createLedger() throws SQLException {
        api.readings("[]");
        run.with("DATABASE_URL", "sqlite:ledger.db").go();
        api.readings(Fleet.readings(5));
        run.time = new VirtualTime(Run.START);
        holder = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
    }

    @AfterEach
    void letGo() throws SQLException {
        holder.close();
    }

    private void hold(String sql) throws SQLException {
        Statement statement = holder.createStatement();
        statement.execute(sql);
        ResultSet open = statement.getResultSet();
        assertTrue(open == null || open.next(), "it reads");
    }

    private void assertDayIsPrinted() {
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertSaid("is in use: another run has it, or a program such as sqlite3 or a backup");
        assertNotSaid("Another run is at work");
        assertEquals(Fleet.reports(5), run.printed(false));
        assertEquals(0, api.stored().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN EXCLUSIVE", "BEGIN IMMEDIATE", "SELECT * FROM sqlite_master"})
    void isWaitedForAndThenNamed(String sql) throws SQLException {
        hold(sql);
        run.go();
        assertDayIsPrinted();
        assertTrue(run.time.waited().toMinutes() >= 15, run.time.waited()::toString);
    }

    @Test
    void isTriedForTwoSecondsWithoutWaiting() throws SQLException {
        hold("BEGIN EXCLUSIVE");
        run.with("MAX_WAIT_SECONDS", "0").go();
        assertDayIsPrinted();
        assertTrue(
                run.time.waited().toMillis() > 1_000 && run.time.waited().toMillis() < 4_000,
                run.time.waited()::toString);
    }

    @Test
    void isUsedWhenItIsLetGo() throws SQLException {
        hold("SELECT * FROM sqlite_master");
        run.time = VirtualTime.untilFirstWait(Run.START, () -> {
            try {
                holder.close();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(5, api.stored().size());
    }
}
