package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.empw.consumption.run.RunTestBase;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;

/** The packaged jar as a process: what a person at a shell, cron or Heroku relies on. */
class JobIT extends ITBase {
    private static final String SAMPLE_OUT = """
      {"sensor_id":"5f1efd8e2514f800017a1fd4","date":"2020-07-28","consumption":104}
      {"sensor_id":"5f1efd542514f800017a1fcc","date":"2020-07-28","consumption":30}
      """;

    @Test
    void showsTheDemoWithoutSettingsOrNetwork() throws Exception {
        JobProcess demo = JobProcess.run(directory, Map.of("BATCH_SIZE", "nonsense"), "", "--demo");
        assertEquals(0, demo.code, demo.err);
        assertEquals(SAMPLE_OUT, demo.out);
        assertTrue(demo.err.contains("2 reports delivered"), demo.err);
    }

    @Test
    void theTrainingForTheCacheLeavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path log = directory.resolve("log");
        List<String> command = List.of(
                JobProcess.java(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                JobProcess.JAR.toString(),
                "org.empw.consumption.AotTraining");
        Process training = JobProcess.start(directory, Map.of(), log, log, command);
        assertTrue(training.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, training.exitValue(), Files.readString(log));
        try (Stream<Path> left = Files.list(temporary)) { // but for what SQLite's next start removes
            assertEquals(
                    List.of(),
                    left.filter(file -> !file.getFileName().toString().startsWith("empw-sqlite-"))
                            .toList());
        }
    }

    @Test
    void runsByTheProcfilesCommandWithItsCacheAndWithout() throws Exception {
        String command =
                Files.readString(Path.of("Procfile")).replace("job: ", "").strip();
        Path elsewhere = Files.createDirectories(directory.resolve("slug/target"));
        Files.copy(JobProcess.JAR, elsewhere.resolve("consumption-job.jar"));
        for (Path folder : List.of(Path.of("").toAbsolutePath(), elsewhere.getParent())) {
            Path out = directory.resolve("out");
            Path err = directory.resolve("err");
            Map<String, String> path = Map.of("PATH", Path.of(JobProcess.java()).getParent() + ":/usr/bin:/bin");
            Process job = JobProcess.start(folder, path, out, err, List.of("sh", "-c", command + " --demo"));
            assertTrue(job.waitFor(30, TimeUnit.SECONDS));
            assertEquals(0, job.exitValue(), Files.readString(err));
            assertEquals(SAMPLE_OUT, Files.readString(out));
        }
    }

    @Test
    void deliversWithThreeLinesInDotenv() throws Exception {
        api.readings(Fleet.readings(3));
        Files.writeString(
                directory.resolve(".env"),
                "API_BASE_URL=" + api.url() + "\nADMIN_EMAIL=" + FakeApi.EMAIL + "\nADMIN_PASSWORD='" + FakeApi.PASSWORD
                        + "'\n",
                StandardCharsets.UTF_8);
        JobProcess job = JobProcess.run(directory, Map.of(), "");
        assertEquals(0, job.code, job.err);
        assertEquals("", job.out);
        assertEquals(Fleet.reports(3), List.copyOf(api.stored().keySet()));
    }

    /** The commands of the README's part "Run it", in an empty folder. */
    @Test
    void runsAsTheReadmeSays() throws Exception {
        String part = Files.readString(Path.of("README.md"));
        part = part.substring(part.indexOf("## Run it"), part.indexOf("## Options"));
        List<String> commands = part.lines()
                .filter(line -> line.matches(" {4}[a-z].*"))
                .map(line -> line.strip().replace("java ", JobProcess.java() + " "))
                .toList();
        assertEquals(3, commands.size());
        Files.copy(Path.of(".example.env"), directory.resolve(".example.env"));
        Files.copy(
                JobProcess.JAR,
                Files.createDirectory(directory.resolve("target")).resolve("consumption-job.jar"));
        api.readings(Files.readString(RunTestBase.SAMPLE));
        Path out = directory.resolve("out");
        for (String command : commands) {
            Process job = JobProcess.start(
                    directory,
                    Map.of("PATH", "/usr/bin:/bin"),
                    out,
                    directory.resolve("err"),
                    List.of("sh", "-c", command));
            assertTrue(job.waitFor(30, TimeUnit.SECONDS));
            assertEquals(0, job.exitValue(), command + ": " + Files.readString(directory.resolve("err")));
            if (command.startsWith("cp ")) {
                String settings = Files.readString(directory.resolve(".env"))
                        .replace("https://api.example.com", api.url())
                        .replace("ADMIN_EMAIL=", "ADMIN_EMAIL=" + FakeApi.EMAIL)
                        .replace("ADMIN_PASSWORD=", "ADMIN_PASSWORD='" + FakeApi.PASSWORD + "'");
                Files.writeString(directory.resolve(".env"), settings);
            }
            assertEquals(command.endsWith("--dry-run") ? SAMPLE_OUT : "", Files.readString(out));
        }
        assertEquals(2, api.stored().size());
        assertTrue(Files.exists(directory.resolve("consumption-job.db")));
    }

    @Test
    void loadsNoDriverWithoutALedger() throws Exception {
        Path err = directory.resolve("err");
        List<String> command = new ArrayList<>(JobProcess.command());
        command.add(1, "-Xlog:class+load:file=classes");
        Process job = JobProcess.start(directory, api.environment(), directory.resolve("out"), err, command);
        assertTrue(job.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, job.exitValue(), Files.readString(err));
        String classes = Files.readString(directory.resolve("classes"));
        assertTrue(classes.contains("org.empw.consumption.ledger.NoLedger"));
        for (String driver : List.of("org.postgresql.", "org.sqlite.", "tools.jackson.databind.")) {
            assertFalse(classes.contains(driver), driver);
        }
    }

    @Test
    void keepsStdoutForDataAndEscapesIt() throws Exception {
        api.readings("[{\"sensor_id\":\"a\\\\\\\"<\",\"date\":\"2020-07-28\",\"data\":["
                + "{\"water_level\":1,\"created_at\":\"2020-07-28T04:00:00Z\"}]}]");
        JobProcess job = run("--dry-run");
        assertEquals("{\"sensor_id\":\"a\\\\\\\"<\",\"date\":\"2020-07-28\",\"consumption\":0}\n", job.out);
    }

    @Test
    void neverShowsASecret() throws Exception {
        for (Answer answer : Answer.values()) {
            if (answer != Answer.THROTTLED_429
                    && answer != Answer.THROTTLED_429_ABSURDLY
                    && answer.name().endsWith("1")) {
                api.failEach(Call.REPORTS, answer);
                JobProcess job = run("-v");
                String shown = job.out + job.err;
                assertFalse(shown.contains(FakeApi.PASSWORD) || shown.contains(FakeApi.TOKEN), shown);
            }
        }
    }

    @Test
    void printsItsVersionFromTheManifest() throws Exception {
        try (JarFile jar = new JarFile(JobProcess.JAR.toFile())) {
            assertEquals("true", jar.getManifest().getMainAttributes().getValue("Multi-Release"));
            String version = jar.getManifest().getMainAttributes().getValue("Implementation-Version");
            assertEquals("consumption-job " + version + "\n", run("--version").out);
        }
    }
}
