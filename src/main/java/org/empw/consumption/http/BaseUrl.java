package org.empw.consumption.http;

import okhttp3.HttpUrl;

/** The address under which the API's calls are found, such as {@code https://host/api/v1}. */
public final class BaseUrl {

    private final HttpUrl url;

    private BaseUrl(HttpUrl url) {
        this.url = url;
    }

    /**
     * Parses an address with or without a trailing slash.
     *
     * @throws IllegalArgumentException with a sentence about what to mend, which does not hold the address itself, for
     *     that may hold a password
     */
    public static BaseUrl parse(String text) {
        HttpUrl url = text.contains("://") ? HttpUrl.parse(text) : null;
        if (url == null) {
            throw new IllegalArgumentException("is no address that begins with https://");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw new IllegalArgumentException("holds a user name or password, which do not belong there");
        }
        if (url.query() != null || url.fragment() != null) {
            throw new IllegalArgumentException("holds a ? or #; end it before that");
        }
        if (!url.isHttps() && !isLoopback(url.host())) {
            throw new IllegalArgumentException(
                    "begins with http://, over which it and what is secret would travel in clear; use https://");
        }
        return new BaseUrl(url);
    }

    public HttpUrl resolve(String path) {
        return url.newBuilder().addPathSegments(path).build();
    }

    /** Whether the API runs on this very machine, as a developer's does. */
    public boolean isLoopback() {
        return isLoopback(url.host());
    }

    public boolean isHttps() {
        return url.isHttps();
    }

    @Override
    public String toString() {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static boolean isLoopback(String host) {
        if (host.equals("localhost") || host.equals("::1")) {
            return true;
        }
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) != '.' && (host.charAt(i) < '0' || host.charAt(i) > '9')) {
                return false;
            }
        }
        return host.startsWith("127.");
    }
}
