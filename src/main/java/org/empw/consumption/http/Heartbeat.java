package org.empw.consumption.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.text.Redactor;
import org.empw.consumption.waiting.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a monitor that the job started and how it ended, in the protocol of Healthchecks. A monitor that does not
 * answer costs the run ten seconds a ping and a warning, never more. The address is as good as a password and is not
 * logged.
 */
public final class Heartbeat {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private static final Duration MAX_DURATION = Duration.ofSeconds(10);
    private static final int MAX_TRIES = 3;
    private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");

    private final BaseUrl url;
    private final Time time;
    private final OkHttpClient client;

    public Heartbeat(BaseUrl url, Time time) {
        this.url = url;
        this.time = time;
        client = OneShotHttp.client(url.url.isHttps())
                .newBuilder()
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS)) // no connection for the length of a run
                .build();
        Redactor.add(url.toString());
        url.url.pathSegments().forEach(Redactor::add);
    }

    /**
     * Sends one ping.
     *
     * @param what {@code start}, or an exit code, of which 0 is success
     * @param body what a person wants to read in the monitor
     */
    public void ping(String what, String body) {
        long end = System.nanoTime() + MAX_DURATION.toNanos();
        String problem = send(what, body, MAX_DURATION);
        for (int tries = 1; !problem.isEmpty(); tries++) {
            boolean again = tries < MAX_TRIES && end - System.nanoTime() > TimeUnit.SECONDS.toNanos(2);
            if (!again || !time.sleep(Duration.ofSeconds(1))) {
                log.warn("HEARTBEAT_URL: the monitor did not take the ping /{} ({})", what, problem);
                return;
            }
            problem = send(what, body, Duration.ofNanos(end - System.nanoTime()));
        }
    }

    /** Returns what failed and may work at once, as a clause; empty when there is nothing to try again. */
    private String send(String what, String body, Duration timeout) {
        Request request = new Request.Builder()
                .url(url.resolve(what))
                .header("User-Agent", OneShotHttp.USER_AGENT)
                .tag(Exchange.class, new Exchange())
                .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8), TEXT))
                .build();
        OkHttpClient timed = client.newBuilder().callTimeout(timeout).build();
        try (Response response = timed.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                return "it answered " + response.code();
            }
            byte[] answer = response.peekBody(200).bytes();
            String text = new String(answer, StandardCharsets.UTF_8).strip();
            // Healthchecks answers "OK (not found)" to a ping for a check that it does not have.
            if (!text.isEmpty() && !text.equalsIgnoreCase("OK")) {
                String shown = Excerpt.of(answer);
                log.warn("HEARTBEAT_URL: the monitor answered {} to the ping /{}; check the address", shown, what);
            }
            return "";
        } catch (InterruptedIOException e) {
            return "no answer in time";
        } catch (IOException | RuntimeException e) { // OkHttp throws the latter at answers that are not valid HTTP
            return e.getClass().getSimpleName();
        }
    }
}
