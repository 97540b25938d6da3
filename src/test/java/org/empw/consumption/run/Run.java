package org.empw.consumption.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.empw.consumption.Main;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.console.StatusLine;
import org.empw.consumption.job.RunContext;
import org.empw.consumption.job.ShutdownHook;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.VirtualTime;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run of the program inside the test's process, with a clock of its own. */
public final class Run {
    static final Instant START = Instant.parse("2020-07-29T00:30:00Z");

    private static final JsonMapper JSON = new JsonMapper();

    VirtualTime time = new VirtualTime(START);
    Map<String, String> environment = new HashMap<>();
    Path directory = Path.of("target/test-classes"); // where no .env is
    byte[] stdin = new byte[0];
    boolean closedStdout;
    boolean terminal;
    Optional<PrintStream> stdout = Optional.empty(); // in place of the usual one
    RunContext.Connector connector = ApiClient::new;
    long seed;

    public String out;
    String err;
    ExitCode code;

    public Run in(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    Run against(FakeApi api) {
        environment.putAll(api.environment());
        return this;
    }

    Run with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Run stdin(String text) {
        return stdin(text.getBytes(StandardCharsets.UTF_8));
    }

    Run stdin(byte[] bytes) {
        stdin = bytes;
        return this;
    }

    public Run go(String... args) {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        RunContext context = new RunContext(
                environment,
                directory,
                new ByteArrayInputStream(stdin),
                closedStdout
                        ? closed()
                        : this.stdout.orElseGet(() -> new PrintStream(stdout, true, StandardCharsets.UTF_8)),
                new StatusLine(new PrintStream(stderr, true, StandardCharsets.UTF_8)),
                terminal,
                time,
                new Random(seed),
                connector);
        code = Main.run(args, context, new ShutdownHook(time));
        out = stdout.toString(StandardCharsets.UTF_8);
        err = stderr.toString(StandardCharsets.UTF_8);
        return this;
    }

    private static PrintStream closed() {
        PrintStream closed = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        closed.close();
        return closed;
    }

    /** The reports on stdout, as {@code sensor date consumption}. */
    List<String> printed(boolean inDoubt) {
        return reports(out, inDoubt);
    }

    /** The reports that a run printed, those in doubt or the others, as {@code sensor date consumption}. */
    public static List<String> reports(String printed, boolean inDoubt) {
        List<String> reports = new ArrayList<>();
        for (String line : printed.lines().toList()) {
            JsonNode report = JSON.readTree(line);
            if (report.path("in_doubt").asBoolean(false) == inDoubt) {
                reports.add(report.path("sensor_id").asString() + " "
                        + report.path("date").asString() + " "
                        + report.path("consumption").decimalValue().toPlainString());
            }
        }
        return reports;
    }
}
