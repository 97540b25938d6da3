package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code LOG_FORMAT=json}: each line of stderr is an object, and none keeps from a program what it is about. */
class JsonLogTest extends RunTestBase {
    private static final JsonMapper JSON = new JsonMapper();

    @BeforeEach
    void logJson() {
        run.with("LOG_FORMAT", "json");
    }

    private Stream<JsonNode> lines(String message) {
        return run.err
                .lines()
                .map(JSON::readTree)
                .filter(line -> line.path("message").asString().startsWith(message));
    }

    private List<String> sensors(String message) {
        List<String> sensors = new ArrayList<>();
        JsonNode line = lines(message).findFirst().orElseThrow(() -> new AssertionError(message + " of " + run.err));
        line.path("data").path("sensors").forEach(sensor -> sensors.add(sensor.asString()));
        return sensors;
    }

    @Test
    void holdsForTheDemo() {
        Run demo = new Run().in(directory).with("LOG_FORMAT", " JSON ").with("BATCH_SIZE", "nonsense");
        demo.go("--demo");
        assertEquals(ExitCode.OK, demo.code, demo.err);
        assertTrue(demo.err.lines().allMatch(line -> line.startsWith("{\"time\":")), demo.err);
        demo.with("LOG_FORMAT", "nonsense").go("--demo");
        assertEquals(ExitCode.OK, demo.code, demo.err);
        assertTrue(demo.err.startsWith("20"), demo.err);
    }

    @Test
    void aStatusThatCannotBeReadSaysNothingOfSending() throws IOException {
        Files.writeString(directory.resolve("no.db"), "this is no database, but long enough to look at");
        run.with("DATABASE_URL", "sqlite:" + directory.resolve("no.db")).go("--status");
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        assertEquals(1, lines("The ledger sqlite:").count(), run.err);
        assertFalse(run.err.contains("Nothing was sent"), run.err);
        run.go();
        assertTrue(run.err.contains("Nothing was sent"), run.err);
    }

    @Test
    void holdsForTheStatus() {
        api.readings(Fleet.readings(3)).failEach(Call.REPORTS, Answer.NOT_FOUND_404);
        run.with("DATABASE_URL", "sqlite:" + directory.resolve("l.db")).go();
        assertEquals(ExitCode.NOTHING_SENT, run.code, run.err);
        run.go("--status");
        assertEquals(ExitCode.OK, run.code, run.err);
        assertEquals(1, lines("The ledger sqlite:").count(), run.err);
        JsonNode count = lines("2020-07-28").findFirst().orElseThrow();
        assertEquals("2020-07-28  3 reports unsent", count.path("message").asString());
        assertEquals("2020-07-28", count.path("data").path("date").asString());
        assertEquals(3, count.path("data").path("reports").intValue());
        assertEquals("unsent", count.path("data").path("state").asString());
        run.with("API_BASE_URL", "http://127.0.0.1:1").go("--status");
        assertEquals(1, lines("none yet").count(), run.err);
        assertEquals(
                api.url(),
                lines("It also has reports")
                        .findFirst()
                        .orElseThrow()
                        .path("data")
                        .path("other_api")
                        .asString());
    }

    @ParameterizedTest
    @CsvSource({"30, 10 more sensors", "21, 1 more sensor"})
    void hasAllTheSensorsOfAFlag(int sensors, String more) {
        StringBuilder fleet = new StringBuilder();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < sensors; i++) {
            ids.add("s" + i);
            fleet.append(i == 0 ? "[" : ",")
                    .append("{\"sensor_id\":\"s")
                    .append(i)
                    .append("""
                    ","date":"2020-07-28","data":[7,{"water_level":1,"created_at":"2020-07-28T04:00:00Z"}]}""");
        }
        api.readings(fleet + ",{\"sensor_id\":\"" + FakeApi.TOKEN + "\",\"date\":\"2020-07-28\",\"data\":7}]");
        run.go();
        assertEquals(ExitCode.DATA_SKIPPED, run.code, run.err);
        assertEquals(ids, sensors("Look at " + sensors + " sensors, a single reading"));
        assertEquals(List.of("s0"), sensors("Sensor \"s0\": 1 reading skipped"));
        assertEquals(ids, sensors("And " + more + " with skipped readings"));
        assertEquals(1, sensors("Sensor \"[hidden]\" has no usable data").size());
        assertNotSaid(FakeApi.TOKEN);
    }

    @Test
    void hasAllTheSensorsThatAreMissing() {
        StringBuilder registered = new StringBuilder("[");
        for (int i = 0; i < 30; i++) {
            registered.append("{\"_id\":\"s").append(i).append("\"},");
        }
        api.readings("[]").sensors(registered + "7]");
        run.with("CHECK_SENSORS", "true").go();
        assertEquals(30, sensors("30 sensors are registered and sent nothing").size());
    }
}
