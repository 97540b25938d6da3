package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person or a program sees of a run of the packaged jar: the log, the line that changes, a monitor that hangs. */
@Execution(ExecutionMode.CONCURRENT) // they wait, most of the time
class ConsoleIT extends ITBase {
    @BeforeEach
    void giveItReadings() {
        api.readings(Fleet.readings(3));
    }

    private JobProcess run(String name, String value) throws Exception {
        Map<String, String> environment = api.environment();
        environment.put(name, value);
        return JobProcess.run(directory, environment, "");
    }

    @Test
    void logsJsonWithTheSummarysNumbersAndTheRun() throws Exception {
        api.readings("[{\"sensor_id\":\"a\\n\\\"\\u001b\",\"date\":\"2020-07-28\",\"data\":[7]},"
                + Fleet.readings(1).substring(1));
        JobProcess job = run("LOG_FORMAT", "json");
        assertEquals(3, job.code, job.err);
        Set<String> runs = new HashSet<>();
        JsonNode summary = null;
        for (String line : job.err.lines().toList()) {
            JsonNode event = new JsonMapper().readTree(line);
            runs.add(event.path("run").asString());
            Instant.parse(event.path("time").asString());
            assertFalse(event.path("message").asString().isEmpty(), line);
            summary = event.path("message").asString().startsWith("Summary") ? event : summary;
        }
        assertEquals(1, runs.size(), job.err);
        assertEquals("INFO", summary.path("level").asString());
        JsonNode data = summary.path("data");
        assertEquals(2, data.path("sensors").intValue());
        assertEquals(1, data.path("reports_delivered").intValue());
        assertEquals(1, data.path("sensors_skipped").intValue());
        assertTrue(data.path("seconds").isDouble(), data::toString);
    }

    @Test
    void deliversThoughTheMonitorHangs() throws Exception {
        try (MockWebServer monitor = new MockWebServer()) {
            monitor.start(InetAddress.getLoopbackAddress(), 0);
            monitor.enqueue(new MockResponse.Builder()
                    .onResponseStart(SocketEffect.Stall.INSTANCE)
                    .build());
            long start = System.nanoTime();
            JobProcess job = run("HEARTBEAT_URL", "http://127.0.0.1:" + monitor.getPort() + "/5ecret");
            assertEquals(0, job.code, job.err);
            assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < 30, job.err);
            assertTrue(job.err.contains("the monitor did not take the ping /start"), job.err);
            assertFalse(job.err.contains("5ecret"), job.err);
        }
        assertEquals(3, api.stored().size());
    }

    @Test
    void showsOnATerminalThatItIsAtWorkAndClearsUp() throws Exception {
        api.onEach(Call.LOGIN, () -> sleep(2_500)).onEach(Call.READINGS, () -> sleep(2_500));
        String seen = onATerminal("xterm");
        assertTrue(seen.contains("\r\u001b[Klogging in"), seen);
        assertTrue(seen.contains("\r\u001b[Kwaiting for the readings"), seen);
        assertFalse(seen.contains("0 sensors and 0 readings"), seen);
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
                List.of(
                        "script",
                        "-qec",
                        String.join(" ", JobProcess.command()),
                        directory.resolve("typescript").toString()));
        assertTrue(script.waitFor(30, TimeUnit.SECONDS));
        return Files.readString(out);
    }
}
