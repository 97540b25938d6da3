package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.Test;

/** What a run knows of the days before: what is much for a sensor, who is missing, when a day begins. */
class DaysBeforeTest extends NightsTestBase {
    /** Ten nights, after days of 10 each: what the sensor usually uses. */
    private void tenUsualNights() {
        for (int night = 0; night < 10; night++) {
            int level = 10 * night;
            night(night, sensor("a", day(night), level, level + 4, level + 10));
            assertEquals(ExitCode.OK, run.code, run.err);
        }
    }

    @Test
    void knowsWhatALargeDayIsForASensor() {
        tenUsualNights();
        assertNotSaid("Look at");
        night(10, sensor("a", day(10), 100, 100, 100_110));
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid("100010 of 100010 came in one step");
        assertEquals(1, api.stored().get("a 2020-08-07 100010"), "the number goes out anyway");
        run.go();
        assertFalse(run.err.contains("WARN  Look at"), "the second run says nothing again");
        assertSaid("INFO  Look at");
        run.go("--dry-run");
        assertSaid("came in one step");
        run.with("DATABASE_URL", "none").go("--dry-run");
        assertNotSaid("came in one step");
    }

    @Test
    void namesSensorsThatAreMissingAndTellsAnOutageAsOne() throws Exception {
        String[] all = new String[10];
        for (int i = 0; i < all.length; i++) {
            all[i] = sensor("s" + i, day(0), 1, 2);
        }
        night(0, all);
        assertEquals(ExitCode.OK, run.code, run.err);
        run.time.pass(Duration.ofDays(1));
        List<String> nine =
                List.of(all).subList(0, 9).stream().map(DaysBeforeTest::nextDay).toList();
        api.readings("[" + String.join(",", nine) + "]");
        run.go("--page", "day.html");
        assertEquals(ExitCode.OK, run.code, "one missing sensor of ten is no outage");
        assertSaid("WARN  1 sensor had a report on 2020-07-28 and sent nothing this time: \"s9\"");
        assertTrue(Files.readString(directory.resolve("day.html")).contains("sent nothing this time: &quot;s9&quot;"));
        for (int night = 2; night < 4; night++) {
            night(night, sensor("s0", day(night), 1, 2), sensor("s1", day(night), 1, 2));
            assertEquals(ExitCode.DATA_SKIPPED, run.code, "a lasting outage is not told for one night only");
            assertSaid("ERROR The day is not to be trusted: 2 of 10 sensors have a report, 10 had one on 2020-07-28");
        }
        night(4);
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertSaid("The day is not to be trusted: no sensor sent readings, 10 had a report on 2020-07-28");
        run.time.pass(Duration.ofDays(8));
        night(5);
        assertEquals(ExitCode.OK, run.code, "nothing was known of the last seven days: " + run.err);
    }

    private static String nextDay(String sensor) {
        return sensor.replace("2020-07-28", "2020-07-29").replace("2020-07-27", "2020-07-28");
    }

    @Test
    void saysThatADayBeginsLate() {
        String[] all = new String[5];
        for (int i = 0; i < all.length; i++) {
            all[i] = sensor("s" + i, day(0), 1, 2).replace("2020-07-27T23:00:00Z", "2020-07-28T01:01:00Z");
        }
        night(0, all);
        assertSaid("The day begins late: half of the sensors have no reading before 2020-07-28T01:01:00Z");
        assertEquals(ExitCode.OK, run.code, "it is so every day");
    }

    @Test
    void knowsThatADayBeginsAtOneWhereSummerTimeBeginsAtMidnight() {
        LocalDate date = LocalDate.parse("2024-04-26");
        String[] all = new String[5];
        for (int i = 0; i < all.length; i++) {
            all[i] = sensor("s" + i, date, 1, 2).replace("2024-04-25T23:00:00Z", "2024-04-26T00:59:00Z");
        }
        run.time = new VirtualTime(Instant.parse("2024-04-27T00:30:00Z"));
        night(0, all);
        assertSaid("5 sensors sent 10 readings");
        assertNotSaid("The day begins late");
    }
}
