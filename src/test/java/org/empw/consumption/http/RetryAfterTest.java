package org.empw.consumption.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2020-07-29T00:31:10Z");
    private static final String DATE = "Wed, 29 Jul 2020 00:33:20 GMT";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "7, 7",
                "0, 1",
                "900, 300",
                "99999999999, 300",
                "'Wed, 29 Jul 2020 00:33:50 GMT', 30",
                "'Wed, 29 Jul 2020 00:00:00 GMT', 1",
                "'Fri, 31 Dec 9999 23:59:59 GMT', 300",
                "-, 101",
                "soon, 101",
                "-5, 101",
                "1.5, 101"
            })
    void waitsAsLongAsIsAskedForIfThatMakesSense(String retryAfter, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), RetryAfter.wait(retryAfter, DATE, NOW, RetryAfter.WINDOW));
    }

    @Test
    void waitsForTheNextMinuteOfTheServersClockAfterALogin() {
        assertEquals(Duration.ofSeconds(41), RetryAfter.wait(null, DATE, NOW, RetryAfter.LOGIN_WINDOW));
    }

    @Test
    void goesByTheClockHereWhereTheServerTellsNoTime() {
        assertEquals(Duration.ofSeconds(231), RetryAfter.wait(null, null, NOW, RetryAfter.WINDOW));
        assertEquals(Duration.ofSeconds(231), RetryAfter.wait(null, "now", NOW, RetryAfter.WINDOW));
    }

    @Test
    void keepsARunBelowTheLimitInAnyStretchOfTime() {
        Pace pace = new Pace(3, Duration.ofMinutes(1));
        for (int i = 0; i < 3; i++) {
            assertEquals(Duration.ZERO, pace.untilNext(NOW));
            pace.requestEnded(NOW.plusSeconds(i));
        }
        assertEquals(Duration.ofSeconds(57), pace.untilNext(NOW.plusSeconds(3)));
        pace.requestEnded(NOW.plusSeconds(60));
        assertEquals(Duration.ofSeconds(1), pace.untilNext(NOW.plusSeconds(60)));
        assertTrue(pace.untilNext(NOW.plusSeconds(62)).isNegative());
    }
}
