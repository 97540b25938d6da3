package org.empw.consumption.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Response;

/** What a server answered. To be closed. */
public final class HttpResponse implements Closeable {
    private static final int HEAD_BYTES = 200;

    private final Response response;
    private final Exchange exchange;

    HttpResponse(Response response, Exchange exchange) {
        this.response = response;
        this.exchange = exchange;
    }

    public int status() {
        return response.code();
    }

    public boolean isSuccessful() {
        return response.isSuccessful();
    }

    public boolean isRedirect() {
        return status() >= 300 && status() <= 399;
    }

    public InputStream body() {
        return response.body().byteStream();
    }

    /** The beginning of the body, 200 bytes at most, as far as it can be read; {@link #body} still begins there. */
    public byte[] head() {
        try {
            return response.peekBody(HEAD_BYTES).bytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** The address that was asked. */
    public String url() {
        return response.request().url().toString();
    }

    /** Where a redirect points, without what may be secret in it; empty where it points nowhere. */
    public Optional<String> location() {
        String location = response.header("Location", "");
        HttpUrl target = location.isEmpty() ? null : response.request().url().resolve(location);
        return Optional.ofNullable(target)
                .map(url -> url.newBuilder()
                        .username("")
                        .password("")
                        .query(null)
                        .fragment(null)
                        .build()
                        .toString());
    }

    /** The time on the server. */
    public Instant serverTime(Instant now) {
        return RetryAfter.serverTime(response.header("Date", ""), now);
    }

    /** How long the server asks to be left alone; see {@link RetryAfter#asked}. */
    public Optional<Duration> retryAfter(Instant now) {
        return RetryAfter.asked(exchange.retryAfter(), serverTime(now));
    }

    @Override
    public void close() {
        response.close();
    }
}
