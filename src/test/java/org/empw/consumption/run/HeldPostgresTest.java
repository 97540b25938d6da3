package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fleet;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody who is no run has the lock of a ledger in PostgreSQL, or rows of it. */
class HeldPostgresTest extends RunTestBase {
    private static final String IN_POSTGRES = "is in use by process ";

    private String postgres;
    private Connection holder;

    @BeforeEach
    void setBatches() {
        run.with("BATCH_SIZE", "2");
        api.readings("[]");
    }

    @AfterEach
    void letGo() throws SQLException {
        holder.close();
    }

    private void hold(String sql) throws SQLException {
        try (Statement statement = holder.createStatement()) {
            statement.execute(sql);
        }
    }

    private void postgres() throws SQLException {
        postgres = PostgresServer.newDatabase();
        run.with("DATABASE_URL", "postgres://postgres@127.0.0.1:" + PostgresServer.SERVER.getPort() + "/" + postgres)
                .go();
        api.readings(Fleet.readings(5));
        holder = PostgresServer.connect(postgres);
        hold("SET application_name = 'night watch'");
    }

    /** Takes the lock that a run takes, whose key is that of its API. */
    private void holdLockOfTheRuns() throws SQLException {
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest(api.url().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        hold("SELECT pg_advisory_lock(" + ByteBuffer.wrap(hash).getLong() + ")");
    }

    private void assertDayIsPrintedAfterTheWaiting(String sentence) {
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertSaid(sentence);
        assertNotSaid("Another run is at work");
        assertEquals(Fleet.reports(5), run.printed(false));
        assertTrue(run.time.waited().toMinutes() >= 15, run.time.waited()::toString);
        assertEquals(0, api.stored().size());
    }

    @Test
    void aLockThatAnotherSessionKeepsIsWaitedForAndThenNamed() throws SQLException {
        postgres();
        holdLockOfTheRuns();
        run.go();
        assertDayIsPrintedAfterTheWaiting(IN_POSTGRES);
        assertTrue(run.err.matches("(?s).*process [0-9]+ \\(night watch\\), since 20.*Z.*"), run.err);
    }

    private void letGoUnchecked() {
        try {
            holder.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aStopWhileItWaitsForTheLockEndsWithTheDayPrinted() throws SQLException {
        postgres();
        holdLockOfTheRuns();
        run.time = VirtualTime.untilFirstWait(Run.START, () -> run.time.stop());
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals(Fleet.reports(5), run.printed(false));
        assertSaid(IN_POSTGRES);
    }

    /** Holds what the second batch has, while the first POST is under way. */
    private void holdSecondBatch() {
        try {
            holder.setAutoCommit(false);
            hold("UPDATE empw_report SET noted_at = 0 WHERE consumption IN ('3', '4')");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRowThatSomebodyHoldsAtAClaimIsNamed() throws SQLException {
        postgres();
        api.onPost(1, this::holdSecondBatch);
        run.with("MAX_WAIT_SECONDS", "0").go();
        assertEquals(ExitCode.PARTLY_SENT, run.code, run.err);
        assertTrue(
                run.err.matches("(?s).*Batch 2 of 3 was not sent: The ledger .*\\(night watch\\), since 20.*"),
                run.err);
        assertEquals(Fleet.reports(5).subList(2, 5), run.printed(false));
        assertSaid("The ledger has them: run the job again");
        holder.close();
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertTrue(api.stored().values().stream().allMatch(times -> times == 1));
    }

    @Test
    void aStopWhileItWaitsAtAClaimTellsWhatWasSent() throws SQLException {
        postgres();
        api.onPost(1, this::holdSecondBatch);
        run.time = VirtualTime.untilFirstWait(Run.START, () -> run.time.stop());
        run.go();
        assertEquals(ExitCode.PARTLY_SENT, run.code, run.err);
        assertEquals(Fleet.reports(5).subList(2, 5), run.printed(false));
    }

    @Test
    void aRowThatIsLetGoIsClaimed() throws SQLException {
        postgres();
        api.onPost(1, this::holdSecondBatch);
        run.time = VirtualTime.untilFirstWait(Run.START, this::letGoUnchecked);
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(5, api.stored().size());
    }

    @Test
    void aRowThatSomebodyHoldsAtThePlanIsNamed() throws SQLException {
        postgres();
        api.failEach(Call.REPORTS, Answer.NOT_FOUND_404);
        run.go();
        api.recover();
        holdSecondBatch();
        run.with("MAX_WAIT_SECONDS", "0").go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertSaid("(night watch), since 20");
        assertEquals(Fleet.reports(5), run.printed(false));
    }

    @Test
    void whoeverKeepsTheTableFromAStatusIsNamed() throws SQLException {
        postgres();
        holder.setAutoCommit(false);
        hold("LOCK TABLE empw_report");
        run.with("MAX_WAIT_SECONDS", "0").go("--status");
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertTrue(run.err.matches("(?s).*in use by process [0-9]+ \\(night watch\\), since 20.*"), run.err);
    }

    @Test
    void aSessionOfAnotherUserIsNamedAsFarAsTheServerTells() throws SQLException {
        postgres();
        PostgresServer.execute(
                postgres,
                "CREATE ROLE onlooker LOGIN",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON empw_report TO onlooker");
        holdLockOfTheRuns();
        run.with("DATABASE_URL", "postgres://onlooker@127.0.0.1:" + PostgresServer.SERVER.getPort() + "/" + postgres)
                .with("MAX_WAIT_SECONDS", "0")
                .go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertSaid("(night watch). Nothing was sent");
    }
}
