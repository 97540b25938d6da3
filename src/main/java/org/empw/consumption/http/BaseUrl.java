package org.empw.consumption.http;

import okhttp3.HttpUrl;

/**
 * The address under which the API's calls are found, such as {@code https://host/api/v1}. Trailing slashes, the case of
 * scheme and host, and the default port make no other address.
 */
public final class BaseUrl {
    private static final String TRAILING_SLASHES = "/+\\z";

    final HttpUrl url;

    private BaseUrl(HttpUrl url) {
        this.url = url;
    }

    /**
     * Parses an address with or without a trailing slash.
     *
     * @throws IllegalArgumentException with a clause about what to fix, but not the address itself, which may hold a
     *     password
     */
    public static BaseUrl parse(String text) {
        HttpUrl url = text.contains("://") ? HttpUrl.parse(text.replaceFirst(TRAILING_SLASHES, "")) : null;
        if (url == null) {
            throw new IllegalArgumentException("is not an address that begins with https://");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw new IllegalArgumentException("holds a user name or password, which do not belong there");
        }
        if (url.query() != null || url.fragment() != null) {
            throw new IllegalArgumentException("holds a ? or #; end it before that");
        }
        if (!url.isHttps() && !url.host().matches("localhost|::1|127(\\.[0-9]+){3}")) {
            throw new IllegalArgumentException(
                    "begins with http://, which would send secrets unencrypted; use https://");
        }
        return new BaseUrl(url);
    }

    HttpUrl resolve(String path) {
        return url.newBuilder().addPathSegments(path).build();
    }

    @Override
    public String toString() {
        return url.toString().replaceFirst(TRAILING_SLASHES, "");
    }
}
