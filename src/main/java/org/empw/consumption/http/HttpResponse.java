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
public record HttpResponse(Response response) implements Closeable {
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
            return response.peekBody(200).bytes();
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
        return Optional.of(response.header("Location", ""))
                .filter(location -> !location.isEmpty())
                .map(response.request().url()::resolve)
                .map(HttpUrl::newBuilder)
                .map(url -> url.username("")
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

    /** How long the server asks to be left alone; see {@link RetryAfter#parse}. */
    public Optional<Duration> retryAfter(Instant now) {
        return RetryAfter.parse(response.request().tag(Exchange.class).retryAfter, serverTime(now));
    }

    @Override
    public void close() {
        response.close();
    }
}
