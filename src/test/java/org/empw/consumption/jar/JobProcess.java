package org.empw.consumption.jar;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged jar, run as a process of its own as a person or a scheduler runs it. */
public final class JobProcess {
    static final Path JAR =
            Path.of(System.getProperty("job.jar", "target/consumption-job.jar")).toAbsolutePath();

    final int code;
    final String out;
    public final String err;

    private JobProcess(int code, String out, String err) {
        this.code = code;
        this.out = out;
        this.err = err;
    }

    /** Runs the jar to its end. */
    public static JobProcess run(Path directory, Map<String, String> environment, String stdin, String... args)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "stdout", "");
        Path err = Files.createTempFile(directory, "stderr", "");
        Process process = start(directory, environment, out, err, command(args));
        try (OutputStream in = process.getOutputStream()) {
            in.write(stdin.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // a run that does not read its stdin may be over already
        }
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the job hangs: " + Files.readString(err));
        }
        return new JobProcess(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Starts a process whose environment is {@code environment} and a locale. */
    static Process start(Path directory, Map<String, String> environment, Path out, Path err, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().putAll(environment);
        return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    static List<String> command(String... args) {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", JAR.toString()));
        command.addAll(List.of(args));
        return command;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
