package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code CHECK_SENSORS}: what the registered sensors say comes before the delivery. */
class CheckSensorsTest extends RunTestBase {
    private static final String FIRST = Fleet.reports(3).get(0);
    private static final String FIRST_ID = FIRST.split(" ", 2)[0];

    @BeforeEach
    void check() {
        api.readings(Fleet.readings(3));
        run.with("CHECK_SENSORS", "true");
    }

    private void register(String... ids) {
        StringBuilder sensors = new StringBuilder();
        for (String id : ids) {
            sensors.append(sensors.isEmpty() ? "" : ",")
                    .append("{\"_id\":\"")
                    .append(id)
                    .append("\"}");
        }
        api.sensors("[" + sensors + "]");
    }

    @Test
    void sendsNoReportForASensorThatIsNotRegisteredAndNamesTheMissing() {
        register(FIRST_ID, "missing");
        run.go();
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertEquals(List.of(FIRST), List.copyOf(api.stored().keySet()));
        assertSaid("1 sensor is registered and sent nothing: \"missing\"");
        assertSaid("2 sensors are not registered, so there is no report for them: \"");
        assertSaid("The day is not to be trusted: 1 of 3 sensors has a report");
        assertSaid("1 report delivered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":[]}]"})
    void namesThemAllWhenNoneSentAnything(String day) {
        api.readings(day);
        register("a", "b");
        run.go();
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertSaid("2 sensors are registered and sent nothing: \"");
        assertEquals(0, api.posts());
    }

    @Test
    void ignoresAndNamesWhatCannotBeTheIdOfASensor() {
        register(FIRST_ID, "x".repeat(65), "");
        run.go();
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertSaid("The registered sensors have 2 ids that no sensor can have, ignored: \"xxxxxxxxx");
        assertNotSaid("registered and sent nothing");
    }

    @Test
    void deliversThoughTheListOfSensorsIsTooLongToBeRead() {
        StringBuilder million = new StringBuilder("[");
        for (int i = 0; i <= 1_000_000; i++) {
            million.append("{\"_id\":\"").append(i).append("\"},");
        }
        for (String answer : List.of(
                "[{\"_id\":\"" + "x".repeat(9_000_000) + "\"}]",
                million.append("7]").toString())) {
            api.sensors(answer);
            run.go();
            assertEquals(ExitCode.OK, run.code, run.err);
            assertEquals(3, api.stored().size());
            assertSaid("The sensors are not checked");
            api.reset();
        }
        assertSaid("it names more than 1000000 sensors");
    }

    @Test
    void saysInTheSingularThatOneSensorIsNotRegistered() {
        api.readings(Fleet.readings(2));
        register(FIRST_ID);
        run.go();
        assertSaid("1 sensor is not registered, so there is no report for it: \"");
    }

    @Test
    void checksADryRunToo() {
        register(FIRST_ID);
        run.go("--dry-run");
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertEquals(List.of(FIRST), run.printed(false));
    }

    @Test
    void checksWhatAFileNamesToo() {
        register("a");
        run.stdin(line("a", 1) + line("gone", 2) + inDoubt("gone too", 3)).go("--send", "-");
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertEquals(List.of("a 2020-07-28 1"), List.copyOf(api.stored().keySet()));
        assertSaid("\"gone\"");
        assertSaid("\"gone too\"");
    }

    @Test
    void believesThatTheOneSensorOfAFileIsNotRegistered() {
        register("a");
        run.stdin(line("gone", 2)).go("--send", "-");
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertEquals(0, api.posts());
        assertSaid("1 sensor is not registered, so there is no report for it: \"gone\"");
    }

    @Test
    void leavesUnsentWhatAnEarlierRunLeftForASensorThatIsNoLongerRegistered() {
        run.with("DATABASE_URL", "sqlite:" + directory.resolve("l.db")).with("CHECK_SENSORS", "");
        api.failEach(Call.REPORTS, Answer.NOT_FOUND_404);
        run.go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        api.readings(Fleet.readings(3).replace("2020-07-28", "2020-07-27"));
        run.go();
        api.reset();
        api.readings(Fleet.readings(1).replace("2020-07-28", "2020-07-29"));
        register(FIRST_ID);
        run.with("CHECK_SENSORS", "true").go();
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertEquals(3, api.stored().size(), "three days of the one that is registered");
        assertSaid("2 sensors are not registered, so what earlier runs left unsent for them stays unsent");
        run.go("--status");
        assertEquals(4, run.printed(false).size());
    }

    @Test
    void doesNotBelieveAnAnswerThatNamesNoneOfTheDaysSensors() {
        register("others");
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(3, api.stored().size());
        assertSaid("none of these sensors is registered, which is not believed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "7", "[]"})
    void deliversAnywayWhenTheApiDoesNotSay(String answer) {
        api.sensors(answer);
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(3, api.stored().size());
        assertTrue(run.err.contains("The sensors are not checked") || run.err.contains("not believed"), run.err);
    }
}
