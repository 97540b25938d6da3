package org.empw.consumption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.empw.consumption.api.Call;
import org.empw.consumption.api.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the person who runs the job looks at, from the packaged jar as a process. */
class OperatorIT {

    private FakeApi api;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi(InstantSource.system()).unlimited().readings(Fleet.readings(3));
    }

    @AfterEach
    void end() {
        api.close();
    }

    private JobProcess run(Map<String, String> settings, String... args) throws Exception {
        Map<String, String> environment = api.environment();
        environment.putAll(settings);
        return JobProcess.run(directory, environment, "", args);
    }

    @Test
    void explainsASensorsConsumption() throws Exception {
        String readings = """
        [{"sensor_id":"a","date":"2020-07-28","data":[]},
         {"sensor_id":"b","date":"2020-07-28","data":[
          {"water_level":100.0,"created_at":"2020-07-28T05:15:00.391Z"},
          {"water_level":123.25,"created_at":"2020-07-28T05:30:02.945Z"},
          {"water_level":20,"created_at":"2020-07-28T06:50:53Z"},
          {"water_level":13.0,"created_at":"2020-07-28T06:26:43.864Z"},
          {"water_level":null,"created_at":"2020-07-28T06:26:43.864Z"}]}]""";
        JobProcess job = JobProcess.run(directory, Map.of(), readings, "--readings", "-", "--explain", "b");
        assertEquals(3, job.code, job.err);
        assertEquals("""
        Sensor b, 2020-07-28

          time                      water level  difference
          2020-07-28T05:15:00.391Z       100.00
          2020-07-28T05:30:02.945Z       123.25      +23.25
          2020-07-28T06:26:43.864Z        13.00     -110.25  a fall, ignored
          2020-07-28T06:50:53Z            20.00       +7.00
                                                 ----------
          consumption                                 30.25
          left out: reading 5 has the water_level null
        """, job.out);
    }

    @Test
    void explainsAllSensorsOfTheApiAndDeliversNothing() throws Exception {
        JobProcess job = run(Map.of(), "--explain");
        assertEquals(0, job.code, job.err);
        assertEquals(
                3, job.out.lines().filter(line -> line.startsWith("Sensor ")).count(), job.out);
        assertEquals(Map.of(), api.stored());
    }

    @Test
    void saysThatASensorIsUnknown() throws Exception {
        JobProcess job = run(Map.of(), "--explain", "nobody");
        assertEquals(3, job.code);
        assertTrue(job.err.contains("\"nobody\" sent no readings"), job.err);
    }

    @Test
    void warnsOfSilentAndUnknownSensors() throws Exception {
        String known = Fleet.reports(2).get(0).split(" ")[0];
        api.sensors("[{\"_id\":\"" + known + "\",\"user_id\":{\"$oid\":\"u\"}},{\"_id\":\"silent\"}]");
        JobProcess job = run(Map.of("CHECK_SENSORS", "true"));
        assertEquals(0, job.code, job.err);
        assertTrue(job.err.contains("1 sensor is registered and sent nothing: \"silent\""), job.err);
        assertTrue(job.err.contains("2 sensors are no longer registered"), job.err);
        assertEquals(3, api.stored().size());
    }

    @Test
    void deliversAllTheSameWhenTheSensorsAreNotTold() throws Exception {
        for (String answer : List.of("", "nonsense", "{}")) {
            api.reset();
            api.sensors(answer);
            JobProcess job = run(Map.of("CHECK_SENSORS", "true"));
            assertEquals(0, job.code, job.err);
            assertTrue(job.err.contains("silent sensors are not told"), job.err);
        }
    }

    @Test
    void tellsAMonitorOfStartAndEnd() throws Exception {
        try (MockWebServer monitor = new MockWebServer()) {
            monitor.start(InetAddress.getByName("127.0.0.1"), 0);
            monitor.enqueue(new MockResponse.Builder().build());
            monitor.enqueue(new MockResponse.Builder().build());
            String secret = "http://127.0.0.1:" + monitor.getPort() + "/5ecret-uuid";
            JobProcess job = run(Map.of("HEARTBEAT_URL", secret), "-v");
            assertEquals(0, job.code, job.err);
            assertEquals("/5ecret-uuid/start", monitor.takeRequest().getTarget());
            RecordedRequest end = monitor.takeRequest();
            assertEquals("/5ecret-uuid/0", end.getTarget());
            assertTrue(
                    end.getBody().utf8().startsWith("Summary: 3 sensors"),
                    end.getBody().utf8());
            assertFalse((job.out + job.err).contains("5ecret"), job.err);
        }
    }

    @Test
    void tellsAMonitorOfAFailureWithItsReason() throws Exception {
        try (MockWebServer monitor = new MockWebServer()) {
            monitor.start(InetAddress.getByName("127.0.0.1"), 0);
            monitor.enqueue(new MockResponse.Builder().build());
            monitor.enqueue(new MockResponse.Builder().build());
            api.readings("<html>");
            assertEquals(5, run(Map.of("HEARTBEAT_URL", "http://127.0.0.1:" + monitor.getPort())).code);
            monitor.takeRequest();
            RecordedRequest end = monitor.takeRequest();
            assertEquals("/5", end.getTarget());
            assertTrue(
                    end.getBody().utf8().contains("not a JSON array"),
                    end.getBody().utf8());
        }
    }

    @Test
    void deliversThoughTheMonitorIsAwayOrSilent() throws Exception {
        try (MockWebServer monitor = new MockWebServer()) {
            monitor.start(InetAddress.getByName("127.0.0.1"), 0);
            monitor.enqueue(new MockResponse.Builder()
                    .onResponseStart(SocketEffect.Stall.INSTANCE)
                    .build());
            long start = System.nanoTime();
            JobProcess job = run(Map.of("HEARTBEAT_URL", "http://127.0.0.1:" + monitor.getPort() + "/5ecret"));
            assertEquals(0, job.code, job.err);
            assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < 30, job.err);
            assertTrue(job.err.contains("the monitor could not be told /start"), job.err);
            assertFalse(job.err.contains("5ecret"), job.err);
        }
        assertEquals(3, api.stored().size());
    }

    @Test
    void tellsAMonitorWhatToDoButNoSecret() throws Exception {
        try (MockWebServer monitor = new MockWebServer()) {
            monitor.start(InetAddress.getByName("127.0.0.1"), 0);
            for (int i = 0; i < 4; i++) {
                monitor.enqueue(new MockResponse.Builder()
                        .onResponseEnd(new SocketEffect.CloseSocket())
                        .build());
            }
            Map<String, String> heartbeat = Map.of("HEARTBEAT_URL", "http://127.0.0.1:" + monitor.getPort());
            api.faults(call -> call == Call.REPORTS
                    ? new Fault(Fault.Strikes.NOWHERE, Fault.Applied.ALL, Fault.Seen.ERROR_500)
                    : Fault.NONE);
            assertEquals(7, run(heartbeat).code);
            monitor.takeRequest();
            RecordedRequest doubt = monitor.takeRequest();
            assertEquals("/7", doubt.getTarget());
            assertTrue(
                    doubt.getBody().utf8().contains("3 reports are in doubt"),
                    doubt.getBody().utf8());

            api.faults(call -> Fault.NONE);
            api.readings("<p>" + FakeApi.TOKEN + "</p>");
            assertEquals(5, run(heartbeat).code);
            monitor.takeRequest();
            String body = monitor.takeRequest().getBody().utf8();
            assertTrue(body.contains("[hidden]") && !body.contains(FakeApi.TOKEN), body);
        }
    }

    @Test
    void refusesToWriteThePageOverAnythingButAPage() throws Exception {
        Path readings = Files.writeString(directory.resolve("r.json"), Fleet.readings(2));
        for (String page : List.of("r.json", "/", "/dev/null", directory.toString())) {
            JobProcess job =
                    JobProcess.run(directory, Map.of(), "", "--readings", "r.json", "--dry-run", "--page", page);
            assertEquals(2, job.code, page + ": " + job.err);
        }
        assertEquals(Fleet.readings(2), Files.readString(readings));
    }

    @Test
    void marksASensorThatContradictsItself() throws Exception {
        api.readings("""
        [{"sensor_id":"a","date":"2020-07-28","data":[{"water_level":1,"created_at":"2020-07-28T05:00:00Z"}]},
         {"sensor_id":"a","date":"2020-07-28","data":[{"water_level":1,"created_at":"2020-07-28T05:00:00Z"},
           {"water_level":9,"created_at":"2020-07-28T06:00:00Z"}]}]""");
        JobProcess job = run(Map.of(), "--explain");
        assertEquals(3, job.code, job.err);
        assertTrue(job.out.endsWith("no report: the sensor comes more than once, with different readings\n"), job.out);
    }

    @Test
    void logsJsonWithTheSummarysNumbersAndTheRun() throws Exception {
        api.readings("[{\"sensor_id\":\"a\\n\\\"\\u001b\",\"date\":\"2020-07-28\",\"data\":[7]}]");
        JobProcess job = run(Map.of("LOG_FORMAT", "json"));
        assertEquals(3, job.code, job.err);
        JsonMapper json = new JsonMapper();
        Set<String> runs = new HashSet<>();
        Set<String> fields = new HashSet<>();
        for (String line : job.err.lines().toList()) {
            JsonNode event = json.readTree(line);
            runs.add(event.path("run").asString());
            event.path("kvpList").forEach(pair -> fields.addAll(pair.propertyNames()));
            assertFalse(event.path("formattedMessage").asString().isEmpty(), line);
        }
        assertEquals(1, runs.size(), job.err);
        assertTrue(
                fields.containsAll(Set.of("sensors", "readings", "delivered", "falls", "seconds", "largest_rise")),
                fields::toString);
    }

    @Test
    void tellsWhatAWrongSensorLooksLike() throws Exception {
        api.readings("""
        [{"sensor_id":"a","date":"2020-07-28","data":[
          {"water_level":5,"created_at":"2020-07-28T05:00:00Z"},{"water_level":905,"created_at":"2020-07-28T06:00:00Z"},
          {"water_level":4,"created_at":"2020-07-28T08:00:00Z"},{"water_level":906,"created_at":"2020-07-28T07:00:00Z"}]},
         {"sensor_id":"b","date":"2020-07-28","data":[{"water_level":1,"created_at":"2020-07-28T05:00:00Z"}]},
         {"sensor_id":"c","date":"2020-07-28","data":[]}]""");
        JobProcess job = run(Map.of());
        assertTrue(
                job.err.contains("Data: falls of 902 in all, 1 reading out of order, 1 sensor with a single reading, "
                        + "1 sensor without any, largest rise 900 (sensor \"a\")"),
                job.err);
    }

    @Test
    void showsOnATerminalThatItIsAtWorkAndClearsUp() throws Exception {
        api.faults(call -> {
            if (call == Call.READINGS) {
                sleep(2_500);
            }
            return Fault.NONE;
        });
        String seen = onATerminal("xterm");
        assertTrue(seen.contains("\r\u001b[K0 sensors and 0 readings so far"), seen);
        assertTrue(seen.replaceAll("(?s).*\u001b\\[K", "").matches("(?s)[^\u001b]*Summary.*"), seen);
        assertFalse(onATerminal("dumb").contains("\u001b"));
    }

    private String onATerminal(String kind) throws Exception {
        Map<String, String> environment = api.environment();
        environment.put("TERM", kind);
        environment.put("PATH", "/usr/bin:/bin");
        Path out = directory.resolve("terminal-" + kind);
        Process script = JobProcess.start(
                directory,
                environment,
                out,
                directory.resolve("err"),
                List.of("script", "-qec", String.join(" ", JobProcess.command()), "/dev/null"));
        assertTrue(script.waitFor(30, TimeUnit.SECONDS));
        return Files.readString(out);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
