package org.empw.consumption.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is made of a value, and what is told of a run's end. */
class SettingsTest {
    @Test
    void tellsTheCodeAndWhatAMonitorIsTold() {
        assertEquals(7, ExitCode.IN_DOUBT.code());
        assertEquals("0", ExitCode.OK.ping(true));
        assertEquals("0", ExitCode.DATA_SKIPPED.ping(true));
        assertEquals("3", ExitCode.DATA_SKIPPED.ping(false));
        assertEquals("6", ExitCode.PARTLY_SENT.ping(true));
    }

    @Test
    void takesAQuoteAloneForAValue() {
        assertTrue(Damage.of("\"").isEmpty());
        assertTrue(Damage.of("\"\"").isPresent());
    }

    @Test
    void showsNoSettingsValue() {
        assertEquals(
                "Settings[none]",
                Settings.ofDemo("http://127.0.0.1:1", "a@b.c", "s3cret").toString());
    }
}
