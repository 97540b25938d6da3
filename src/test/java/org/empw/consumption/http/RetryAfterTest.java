package org.empw.consumption.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2020-07-29T00:31:10Z");
    private static final String DATE = "Wed, 29 Jul 2020 00:33:20 GMT";
    private static final Instant SERVER_TIME = Instant.parse("2020-07-29T00:33:20Z");

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "' 7 ', 7",
        "0, 1",
        "1, 1",
        "2, 2",
        "900, 900",
        "3600, 3600",
        "'Wed, 29 Jul 2020 00:33:50 GMT', 30",
        "'Wed, 29 Jul 2020 01:33:20 GMT', 3600",
        "'Wed, 29 Jul 2020 00:00:00 GMT', 1"
    })
    void waitsAsLongAsIsAskedFor(String retryAfter, long seconds) {
        assertEquals(Optional.of(Duration.ofSeconds(seconds)), RetryAfter.parse(retryAfter, SERVER_TIME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "3601",
                "99999999999",
                "soon",
                "-5",
                "1.5",
                "Fri, 31 Dec 9999 23:59:59 GMT",
                "Wed, 29 Jul 2020 01:33:21 GMT"
            })
    void takesNoNoticeOfWhatMakesNoSense(String retryAfter) {
        assertEquals(Optional.empty(), RetryAfter.parse(retryAfter, SERVER_TIME));
    }

    @Test
    void waitsForTheNextWindowOfTheServersClock() {
        assertEquals(Duration.ofSeconds(41), RetryAfter.untilNextWindow(SERVER_TIME, Duration.ofMinutes(1)));
        assertEquals(Duration.ofSeconds(101), RetryAfter.untilNextWindow(SERVER_TIME, Duration.ofMinutes(5)));
        Instant edge = Instant.parse("2020-07-29T00:35:00Z");
        assertEquals(Duration.ofSeconds(301), RetryAfter.untilNextWindow(edge, Duration.ofMinutes(5)));
    }

    @Test
    void goesByTheClockHereWhereTheServerDoesNotSay() {
        assertEquals(SERVER_TIME, RetryAfter.serverTime(DATE, NOW));
        assertEquals(NOW, RetryAfter.serverTime("", NOW));
        assertEquals(NOW, RetryAfter.serverTime("now", NOW));
    }
}
