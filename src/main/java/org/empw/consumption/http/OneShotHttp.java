package org.empw.consumption.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Headers;
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
public final class OneShotHttp {
    private static final Logger log = LoggerFactory.getLogger(OneShotHttp.class);

    /** What OkHttp says where the time for a whole call is over. */
    private static final String TOO_SLOW = "timeout";

    /** What Java says where a plain server is asked for TLS. */
    private static final String NO_TLS = "Unsupported or unrecognized SSL message";

    static final String NOT_HTTP = "the answer is not valid HTTP";

    /** How the job names itself to a server. */
    static final String USER_AGENT = "empw-consumption-job";

    private final BaseUrl base;
    private final OkHttpClient client;

    /** Whether a connection may serve several requests; no longer once a request got no answer over a used one. */
    private boolean reuses = true;

    public OneShotHttp(BaseUrl base) {
        this(base, client(base.url.isHttps()));
    }

    /** For tests, which bring faults with their client. */
    public OneShotHttp(BaseUrl base, OkHttpClient client) {
        this.base = base;
        this.client = client;
    }

    public static OkHttpClient client(boolean https) {
        return new OkHttpClient.Builder()
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .addNetworkInterceptor(SocketInterceptor::intercept)
                .eventListenerFactory(call -> call.request().tag(Exchange.class))
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionSpecs(List.of(https ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
                // The server closes an idle connection after 20 s; a request sent into that moment would be in doubt.
                .connectionPool(new ConnectionPool(1, 5, TimeUnit.SECONDS))
                .connectTimeout(Duration.ofSeconds(10))
                // SocketInterceptor sets the socket's own instead: OkHttp's would wake a thread for each 8 KB.
                .readTimeout(Duration.ZERO)
                // The time-out of the whole call applies: OkHttp may find a write too slow that still went out.
                .writeTimeout(Duration.ZERO)
                .build();
    }

    /**
     * Sends a request, and returns as soon as the response's headers are there. A connection that the server closed
     * before anything was sent is replaced at once, and once.
     *
     * @param json the body of a POST; empty for a GET
     * @param timeout for the whole call, its response's body included
     * @param exchange notes what went out and what came back
     * @throws PermanentException when the server cannot be reached, and waiting would not change that
     */
    public HttpResponse send(String path, Map<String, String> headers, byte[] json, Duration timeout, Exchange exchange)
            throws IOException {
        Request.Builder builder = new Request.Builder()
                .url(base.resolve(path))
                .headers(Headers.of(headers))
                .header("Accept", "application/json")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", USER_AGENT)
                .tag(Exchange.class, exchange);
        Request request = (json.length == 0 ? builder : builder.post(oneShot(json))).build();
        long end = System.nanoTime() + timeout.toNanos();
        try {
            return send(request, timeout, exchange);
        } catch (SocketInterceptor.ClosedException e) {
            // Nothing was sent. The pool's other connections are no younger.
            client.connectionPool().evictAll();
            return send(request, Duration.ofNanos(end - System.nanoTime()), exchange);
        }
    }

    private HttpResponse send(Request request, Duration timeout, Exchange exchange) throws IOException {
        if (!reuses) {
            client.connectionPool().evictAll();
        }
        Call call = client.newCall(request);
        call.timeout().timeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
        String host = request.url().host();
        String address = Excerpt.shorten(request.url().toString());
        long start = System.nanoTime();
        String outcome = "no answer";
        try {
            Response response = call.execute();
            outcome = "answered " + response.code();
            return new HttpResponse(response);
        } catch (UnknownHostException e) {
            throw unknownHost(host, exchange.lookedUp, e);
        } catch (IOException e) {
            // A server or a router that closes idle connections may have done so while the request was on its way.
            reuses &= exchange.isConnectionNew || !exchange.bodySent() || exchange.status() != 0;
            throw PermanentException.explained(e, host, exchange.proxy);
        } catch (RuntimeException e) {
            // OkHttp's way of finding a negative status or length; what went out is as the exchange says.
            throw new IOException(NOT_HTTP, e);
        } finally {
            long millis = (System.nanoTime() - start) / 1_000_000;
            log.debug("{} {}: {} after {} ms", request.method(), address, outcome, millis);
        }
    }

    private static IOException unknownHost(String host, String lookedUp, UnknownHostException cause) {
        boolean isProxy = !lookedUp.isEmpty() && !lookedUp.equals(host);
        IOException named = new UnknownHostException(
                isProxy
                        ? "the name of the proxy, " + lookedUp + ", is unknown; check -Dhttps.proxyHost"
                        : "the host name " + host
                                + " is unknown; check it in API_BASE_URL, and this machine's network");
        named.initCause(cause);
        return named;
    }

    /** Breaks off all that is under way. */
    public void cancel() {
        client.dispatcher().cancelAll();
    }

    /** A body that OkHttp sends at most once, whatever happens. */
    private static RequestBody oneShot(byte[] content) {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return MediaType.get("application/json");
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
        if (e instanceof PermanentException || e instanceof UnknownHostException) {
            return String.valueOf(e.getMessage());
        }
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (message.startsWith("unexpected end of stream") || message.equals("EOFException")) {
            return "the connection broke";
        }
        if (message.equals(TOO_SLOW)) {
            return "the answer took too long";
        }
        if (message.equals(NO_TLS)) {
            return "the server does not answer in TLS; check https:// and the port in the address";
        }
        // OkHttp's message quotes the answer, and nothing of an answer to a login is to be shown.
        return e instanceof ProtocolException ? NOT_HTTP : Excerpt.shorten(message);
    }
}
