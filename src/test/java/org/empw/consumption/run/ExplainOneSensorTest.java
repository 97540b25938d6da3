package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.empw.consumption.cli.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --explain ID}: whoever asks about one sensor does not have to read about the others. */
class ExplainOneSensorTest extends RunTestBase {
    private static final String SPIKE = "1 1 1 1 1 99 1 2";

    @BeforeEach
    void readOneDay() {
        run.with("DATABASE_URL", "sqlite:" + directory.resolve("ledger.db"));
        api.readings("[" + sensor("gone", "2020-07-27", "1 2") + "," + sensor("lost", "2020-07-27", "1 2") + "]");
        run.go();
        api.readings("[" + sensor("a", "2020-07-28", "1 2") + "," + sensor("odd", "2020-07-28", SPIKE) + ","
                + sensor("odd too", "2020-07-28", SPIKE) + "," + sensor("skipped", "2020-07-28", "1 null 2") + ","
                + sensor("undated", "never", "1 2") + "," + sensor("undated too", "never", "1 2") + "]");
        api.sensors("[{\"_id\":\"odd\"},{\"_id\":\"missing\"}]");
        run.with("CHECK_SENSORS", "true");
    }

    private static String sensor(String id, String date, String levels) {
        StringBuilder data = new StringBuilder();
        int minute = 0;
        for (String level : levels.split(" ", -1)) {
            data.append(minute == 0 ? "" : ",").append("{\"water_level\":" + level + ",\"created_at\":\"");
            data.append(date.replace("never", "2020-07-28") + "T12:%02d:00Z\"}".formatted(minute++));
        }
        return "{\"sensor_id\":\"" + id + "\",\"date\":\"" + date + "\",\"data\":[" + data + "]}";
    }

    private long warnings() {
        return run.err.lines().filter(line -> line.contains(" WARN ")).count();
    }

    @Test
    void warnsAboutAllWhereAllAreExplained() {
        run.go("--explain");
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertSaid("WARN  Sensor \"undated\" has no usable date; skipped");
        assertSaid("WARN  2 sensors had a report on 2020-07-27 and sent nothing this time: \"gone\", \"lost\"");
        assertSaid("WARN  Look at 2 sensors, a level that went there and back");
        assertEquals(7, warnings(), run.err);
    }

    @Test
    void warnsAboutNoOtherSensor() {
        run.go("--explain", "odd");
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertEquals(0, warnings(), run.err);
        assertNotSaid("undated");
        assertTrue(run.out.contains("look at it: 98 of 99 was there and back"), run.out);
        run.go("--explain", "odd", "--verbose");
        assertSaid("DEBUG Look at 2 sensors, a level that went there and back");
    }

    @ParameterizedTest
    @CsvSource({
        "a, '\"a\"', 'are not registered, so there is no report for them'",
        "undated, 'Sensor \"undated\" has no usable date; skipped', 'Sensor \"undated\" sent nothing that can be used'",
        "gone, 'sent nothing this time: \"gone\"', 'Sensor \"gone\" sent nothing that can be used'",
        "missing, 'is registered and sent nothing: \"missing\"', 'Sensor \"missing\" sent nothing that can be used'"
    })
    void warnsAboutTheOneThatWasAskedFor(String sensor, String one, String other) {
        run.go("--explain", sensor);
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertSaid(one);
        assertSaid(other);
        assertNotSaid("undated too");
        assertNotSaid("Look at");
    }

    @Test
    void warnsAboutTheDayAsAWhole() {
        api.readings("[" + sensor("a", "2020-07-29", "1 2") + "]");
        run.go("--explain", "a");
        assertSaid("WARN  There are readings of 2020-07-29, which is later than yesterday in Cairo");
    }
}
