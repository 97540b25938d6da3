package org.empw.consumption.http;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.empw.consumption.text.Excerpt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP that sends each request once. OkHttp's own ways of sending one again (over a second connection, after a 408 or
 * 503, to where a redirect points) are all off, because a report that arrives twice is stored twice.
 */
public final class Http {

    private static final Logger log = LoggerFactory.getLogger(Http.class);

    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient client;

    public Http(OkHttpClient client) {
        this.client = client;
    }

    public static OkHttpClient client(boolean https) {
        return new OkHttpClient.Builder()
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .addNetworkInterceptor(Wire::pass)
                .eventListenerFactory(call -> call.request().tag(Wire.class))
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionSpecs(List.of(https ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
                // The server closes an idle connection after 20 s; a request sent into that moment would be in doubt.
                .connectionPool(new ConnectionPool(1, 5, TimeUnit.SECONDS))
                .connectTimeout(Duration.ofSeconds(10))
                // Left to the socket, see Wire: OkHttp's own would wake a thread for every 8 KB that arrive.
                .readTimeout(Duration.ZERO)
                // Left to the call's: OkHttp may find a write too slow that went out all the same.
                .writeTimeout(Duration.ZERO)
                .callTimeout(Duration.ofSeconds(120))
                .build();
    }

    /**
     * Sends a request and returns as soon as the answer's headers are there.
     *
     * @param wire learns what went out
     * @param timeout for the whole call, its answer's body included; zero for two minutes
     */
    public Response send(Request.Builder builder, Wire wire, Duration timeout) throws IOException {
        Request request = builder.header("Accept", "application/json")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "empw-consumption-job")
                .tag(Wire.class, wire)
                .build();
        Call call = client.newCall(request);
        if (!timeout.isZero()) {
            call.timeout().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
        long start = System.nanoTime();
        String outcome = "no answer";
        try {
            Response response = call.execute();
            outcome = "answered " + response.code();
            return response;
        } catch (RuntimeException e) {
            // OkHttp's way of finding a negative status or length; what went out is as the wire says.
            throw new IOException("the answer is no HTTP", e);
        } finally {
            log.debug(
                    "{} {}: {} after {} ms",
                    request.method(),
                    request.url(),
                    outcome,
                    (System.nanoTime() - start) / 1_000_000);
        }
    }

    /** Breaks off all that is under way. */
    public void cancel() {
        client.dispatcher().cancelAll();
    }

    public static RequestBody oneShot(byte[] content) {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return JSON;
            }

            @Override
            public long contentLength() {
                return content.length;
            }

            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(content);
            }
        };
    }

    /** Why a request failed, as a person would say it. */
    public static String reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return "the host name is unknown";
        }
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return Excerpt.shorten(message.startsWith("unexpected end of stream") ? "the connection broke" : message);
    }
}
