package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.Fault;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fault.Applied;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a monitor is told, and when it is believed. */
class HeartbeatTest extends RunTestBase {
    private final MockWebServer monitor = new MockWebServer();
    private final List<String> pings = new ArrayList<>();
    private final List<MockResponse> answers = new ArrayList<>();

    @BeforeEach
    void startMonitor() throws IOException {
        monitor.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                pings.add(request.getTarget() + " " + request.getBody().utf8());
                return answers.isEmpty() ? new MockResponse.Builder().body("OK").build() : answers.remove(0);
            }
        });
        monitor.start(InetAddress.getLoopbackAddress(), 0);
        run.with("HEARTBEAT_URL", "http://127.0.0.1:" + monitor.getPort() + "/5ecret-uuid");
    }

    @AfterEach
    void endMonitor() {
        assertNotSaid("5ecret");
        monitor.close();
    }

    @Test
    void isToldOfStartAndSuccess() {
        run.go("-v");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(2, pings.size());
        assertEquals("/5ecret-uuid/start ", pings.get(0));
        assertTrue(pings.get(1).startsWith("/5ecret-uuid/0 Summary: 2 sensors"), pings.get(1));
    }

    @Test
    void isToldOfSkippedDataAsASuccessWithItsWarnings() {
        api.readings(
                "[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":[7,{\"water_level\":1,\"created_at\":\"2020-07-28T04:00:00Z\"}]}]");
        run.go();
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertTrue(pings.get(1).startsWith("/5ecret-uuid/0 Summary"), pings.get(1));
        assertTrue(pings.get(1).contains("1 reading skipped, the first: reading 1 is not an object"), pings.get(1));
        assertTrue(pings.get(1).contains("Look at 1 sensor, a single reading"), pings.get(1));
    }

    @Test
    void isToldOfAFailureWithItsReasonAndNoSecret() {
        api.readings("<p>" + FakeApi.TOKEN + "</p>");
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code);
        assertTrue(pings.get(1).startsWith("/5ecret-uuid/5 The request for the readings"), pings.get(1));
        assertTrue(pings.get(1).contains("<p>[hidden]</p>"), pings.get(1));
    }

    @Test
    void isToldHowManyReportsAreInDoubt() {
        api.failEach(Call.REPORTS, Fault.answering(Answer.ERROR_500).afterApplying(Applied.ALL));
        run.go();
        assertEquals(ExitCode.IN_DOUBT, run.code);
        assertTrue(pings.get(1).startsWith("/5ecret-uuid/7 "), pings.get(1));
        assertTrue(pings.get(1).contains("2 reports are in doubt"), pings.get(1));
    }

    @Test
    void isToldOfALedgerThatSomebodyElseHas() throws SQLException {
        String file = directory.resolve("l.db").toString();
        run.with("DATABASE_URL", "sqlite:" + file).go();
        pings.clear();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            run.go();
        }
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertTrue(pings.get(1).startsWith("/5ecret-uuid/5 "), pings.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--dry-run", "--send -", "--demo", "--status", "--mark-stored -", "--readings -"})
    void isToldNothingOfAnyOtherRun(String options) {
        run.with("DATABASE_URL", "sqlite:" + directory.resolve("l.db"))
                .stdin(options.startsWith("--readings") ? "[]" : line("a", 1))
                .go(options.split(" "));
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(List.of(), pings);
    }

    @Test
    void isToldThatThePageCannotBeWritten() {
        run.go("--page", "no/such/folder/day.html");
        assertEquals(ExitCode.USAGE, run.code);
        assertEquals(1, pings.size());
        assertTrue(
                pings.get(0).startsWith("/5ecret-uuid/2 --page no/such/folder/day.html cannot be written"),
                pings.get(0));
    }

    @Test
    void isToldNoLineThatASensorsNameForges() {
        api.readings("[{\"sensor_id\":\"a\\nAll is well\\u001b[2J\",\"date\":\"2020-07-28\",\"data\":[]}]");
        run.go();
        assertTrue(pings.get(1).contains("a\\nAll is well\\u001b[2J"), pings.get(1));
    }

    @Test
    void isToldThatSettingsAreWrong() {
        run.with("BATCH_SIZE", "x").go();
        assertEquals(ExitCode.USAGE, run.code);
        assertEquals(List.of("/5ecret-uuid/2 BATCH_SIZE is not a whole number from 1 to 5000"), pings);
        run.go("--dry-run");
        assertEquals(1, pings.size(), "which it does not wait for");
    }

    @Test
    void costsNoDayWhenItsAddressIsWrong() {
        run.with("HEARTBEAT_URL", "ftp://no").go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("WARN  HEARTBEAT_URL ");
        assertEquals(2, api.stored().size());
    }

    @Test
    void isToldOfAnOutageAsAFailureWithThatFirst() {
        api.readings("[" + "{\"sensor_id\":\"a\",\"date\":\"2020-07-28\"},".repeat(3)
                + Fleet.readings(1).substring(1));
        run.go();
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertTrue(
                pings.get(1).startsWith("/5ecret-uuid/3 The day is not to be trusted: 1 of 4 sensors has a report"),
                pings.get(1));
    }

    @Test
    void isToldThatNoDataWasUsable() {
        api.readings(Fleet.readings(3).replace("water_level", "level"));
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertTrue(
                pings.get(1)
                        .startsWith("/5ecret-uuid/5 The day is not to be trusted: 0 of 3 sensors have a report."
                                + " No usable data: the API may have changed"),
                pings.get(1));
    }

    @Test
    void isAskedAgainAfterAFailure() {
        answers.add(new MockResponse.Builder().code(502).build());
        answers.add(new MockResponse.Builder().code(500).build());
        run.go();
        assertEquals(ExitCode.OK, run.code);
        assertEquals(4, pings.size());
        assertNotSaid("HEARTBEAT_URL: ");
    }

    @Test
    void isWarnedOfWhenItDoesNotTakeThePing() {
        for (int i = 0; i < 3; i++) {
            answers.add(new MockResponse.Builder().code(500).build());
        }
        run.go();
        assertEquals(ExitCode.OK, run.code);
        assertSaid("HEARTBEAT_URL: the monitor did not take the ping /start (it answered 500)");
        assertEquals(4, pings.size());
    }

    @Test
    void isNotBelievedWhenItSaysAnythingButYes() {
        answers.add(new MockResponse.Builder().body("OK (not found)").build());
        answers.add(new MockResponse.Builder()
                .body("no check 5ecret-uuid " + FakeApi.PASSWORD)
                .build());
        run.go();
        assertEquals(ExitCode.OK, run.code);
        assertSaid("HEARTBEAT_URL: the monitor answered \"OK (not found)\" to the ping /start; check the address");
        assertSaid("the monitor answered \"no check [hidden] [hidden]\" to the ping /0");
    }
}
