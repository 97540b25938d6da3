package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;

/** {@code --explain}: how a consumption was calculated, reading by reading. */
class ExplainTest extends RunTestBase {
    @Test
    void explainsOnlyAThousandSensorsAndSaysSo() {
        api.readings(Fleet.readings(1_003));
        run.go("--explain", "-q");
        assertEquals(
                1_000,
                run.out.lines().filter(line -> line.startsWith("Sensor ")).count());
        assertTrue(
                run.out.endsWith("\nAnd 3 more sensors; name one to have it explained\n"),
                run.out.substring(run.out.length() - 200));
    }

    @Test
    void marksTheReadingsThatAFlagIsAbout() {
        api.readings("[" + Fleet.sensor("odd", "5 -1 5 5 5 5 6 7", 0) + "]");
        run.go("--explain", "odd", "-q");
        assertEquals("""
                Sensor odd, 2020-07-28

                  time                  water level  difference
                  2020-07-28T12:00:00Z            5
                  2020-07-28T12:01:00Z           -1          -6  a fall, ignored; there and back; below zero
                  2020-07-28T12:02:00Z            5          +6  there and back
                  2020-07-28T12:03:00Z            5           0
                  2020-07-28T12:04:00Z            5           0
                  2020-07-28T12:05:00Z            5           0
                  2020-07-28T12:06:00Z            6          +1
                  2020-07-28T12:07:00Z            7          +1
                                                     ----------
                  consumption                                 8
                  look at it: 6 of 8 was there and back
                  look at it: the lowest level is -1
                """, run.out);
    }

    @Test
    void explainsAtItsPlaceThatASensorFellSilent() {
        api.readings("[" + Fleet.sensor("quiet", "5 null 7", -9) + "," + Fleet.sensor("a", "1 2", 0) + ","
                + Fleet.sensor("b", "1 2", 0) + "]");
        run.go("--explain", "-q");
        String expected = """
                  look at it: silent since 03:02 UTC
                  skipped: reading 2 has the water_level null
                """;
        assertTrue(run.out.contains(expected), run.out);
        assertEquals(1, run.out.lines().filter(line -> line.contains("silent")).count(), run.out);
    }
}
