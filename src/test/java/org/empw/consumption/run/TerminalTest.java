package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.junit.jupiter.api.Test;

/** The line that changes, on a terminal: what the run is doing while it takes long. */
class TerminalTest extends RunTestBase {
    @Test
    void saysWhatItIsDoingFromTheFirstSecondOn() {
        run.terminal = true;
        for (Call call : Call.values()) {
            api.onEach(call, TerminalTest::takeLong);
        }
        api.sensors("[{\"_id\":\"5f1efd8e2514f800017a1fd4\"},{\"_id\":\"5f1efd542514f800017a1fcc\"}]");
        run.with("CHECK_SENSORS", "true").go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertShown("logging in");
        assertShown("waiting for the readings");
        assertShown("asking for the registered sensors");
        assertShown("delivering: 0 of 1 request");
    }

    private void assertShown(String status) {
        assertSaid("\r\033[K" + status + "\r\033[K");
    }

    private static void takeLong() {
        try {
            Thread.sleep(1_100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
