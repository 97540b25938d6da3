package org.empw.consumption;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.empw.consumption.api.Account;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.http.RetryPolicy;

/**
 * What the build runs on a JDK that can keep, in a cache, what a run loads and compiles: a demo, then what the demo does
 * without, namely readings out of order and the beginning of a TLS connection. No run of the job uses this.
 */
final class AotTraining {

    private static final String UNSORTED = """
      [{"sensor_id": "unsorted", "date": "2020-07-28", "data": [
        {"water_level": 2, "created_at": "2020-07-28T02:00:00Z"},
        {"water_level": 1, "created_at": "2020-07-28T01:00:00Z"}]}]""";

    private AotTraining() {}

    public static void main(String[] args) throws IOException {
        Main.run(new String[] {"--demo"}, Map.of(), System.in, System.out, System.err);
        InputStream unsorted = new ByteArrayInputStream(UNSORTED.getBytes(StandardCharsets.UTF_8));
        Main.run(new String[] {"--dry-run", "--readings", "-"}, Map.of(), unsorted, System.out, System.err);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread hangingUp = new Thread(() -> hangUp(server));
            hangingUp.setDaemon(true);
            hangingUp.start();
            RetryPolicy none = new RetryPolicy(duration -> false, InstantSource.system(), new Random());
            BaseUrl url = BaseUrl.parse("https://127.0.0.1:" + server.getLocalPort());
            new ApiClient(url, new Account("", ""), none, InstantSource.system()).login();
        } catch (ApiException e) {
            // as it should be
        }
    }

    private static void hangUp(ServerSocket server) {
        try {
            server.accept().close();
        } catch (IOException e) {
            // the training ends without it as well
        }
    }
}
