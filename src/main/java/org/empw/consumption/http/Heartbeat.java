package org.empw.consumption.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.empw.consumption.text.Redactor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a monitor that the job started and how it ended, in the protocol of Healthchecks: {@code /start}, then {@code
 * /<exit code>}. A monitor that does not answer costs the run ten seconds and a warning, never more. The address is as
 * good as a password and is not logged.
 */
public final class Heartbeat {

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private static final Duration MAX_DURATION = Duration.ofSeconds(10);
    private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");

    private final BaseUrl url;
    private final OkHttpClient client;

    public Heartbeat(BaseUrl url) {
        this.url = url;
        client = Http.client(url.isHttps())
                .newBuilder()
                .callTimeout(MAX_DURATION)
                .connectionPool(new ConnectionPool(
                        0, 1, TimeUnit.SECONDS)) // the monitor need not keep a connection for a whole run
                .build();
    }

    public void start() {
        ping("start", "");
    }

    /**
     * @param summary what a person wants to read in the monitor
     */
    public void end(int exitCode, String summary) {
        ping(String.valueOf(exitCode), summary);
    }

    private void ping(String what, String body) {
        Request request = new Request.Builder()
                .url(url.resolve(what))
                .tag(Wire.class, new Wire())
                .post(RequestBody.create(Redactor.redact(body).getBytes(StandardCharsets.UTF_8), TEXT))
                .build();
        try (Response response = client.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                log.warn("HEARTBEAT_URL: the monitor answered {} to /{}", response.code(), what);
            }
        } catch (IOException | RuntimeException e) { // OkHttp throws the latter at answers that are no HTTP
            log.warn(
                    "HEARTBEAT_URL: the monitor could not be told /{} ({})",
                    what,
                    e.getClass().getSimpleName());
        }
    }
}
