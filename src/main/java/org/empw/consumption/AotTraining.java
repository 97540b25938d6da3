package org.empw.consumption;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.empw.consumption.demo.SampleApi;

/**
 * What the build runs on a JDK that can keep, in a cache, what a run loads and compiles: the daily run with a ledger,
 * then what that run does not do: readings out of order, a page, and the beginnings of a connection to PostgreSQL and
 * of one with TLS. No run of the job uses this.
 */
final class AotTraining {
    private static final String UNSORTED = """
            [{"sensor_id": "unsorted", "date": "2020-07-28", "data": [
              {"water_level": 2, "created_at": "2020-07-28T02:00:00Z"},
              {"water_level": 1, "created_at": "2020-07-28T01:00:00Z"}]}]""";

    private AotTraining() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("aot-training");
        try (SampleApi api = new SampleApi();
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings = new HashMap<>();
            settings.put("API_BASE_URL", api.url());
            settings.put("ADMIN_EMAIL", SampleApi.EMAIL);
            settings.put("ADMIN_PASSWORD", SampleApi.PASSWORD);
            settings.put("MAX_WAIT_SECONDS", "0");
            run(settings, "");
            settings.put("DATABASE_URL", "sqlite:" + folder.resolve("ledger.db"));
            run(settings, "");
            String page = folder.resolve("page.html").toString();
            run(Map.of(), UNSORTED, "--dry-run", "--readings", "-", "--page", page);
            Thread hangingUp = new Thread(() -> hangUp(server));
            hangingUp.setDaemon(true);
            hangingUp.start();
            settings.put("DATABASE_URL", "postgres://nobody@127.0.0.1:" + server.getLocalPort() + "/none");
            run(settings, "");
            settings.put("API_BASE_URL", "https://127.0.0.1:" + server.getLocalPort());
            run(settings, "");
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static void run(Map<String, String> settings, String stdin, String... args) {
        InputStream in = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
        Main.run(args, settings, in, System.out, System.err);
    }

    private static void hangUp(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException e) {
            // the training ends without it as well
        }
    }
}
