package org.empw.consumption.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Response;

/**
 * What went over the wire during one request and its response, as OkHttp reports it while it happens. An exception's
 * name does not say whether the server may have got the request; this does.
 */
public final class Exchange extends EventListener {
    private boolean bodySent;
    private int status;

    /** The host whose address was looked up: the server's, or a proxy's. */
    String lookedUp = "";

    /** The proxy that was asked to connect; empty without one. */
    String proxy = "";

    /** Whether the request went over a connection of its own, and not over one that was used before. */
    boolean isConnectionNew;

    /** The response's {@code Retry-After}; empty where it has none. */
    String retryAfter = "";

    /** Whether the whole request was handed to the connection, so that the server may have read and applied it. */
    public boolean bodySent() {
        return bodySent;
    }

    /** The status of the response, 0 while there is none; known even where OkHttp cannot use the rest of it. */
    public int status() {
        return status;
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        lookedUp = domainName;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy used) {
        isConnectionNew = true;
        if (used.type() == Proxy.Type.HTTP) {
            proxy = address.getHostString() + ":" + address.getPort();
        }
    }

    /** Comes when the last byte has left OkHttp's buffers. */
    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        bodySent = true;
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        status = response.code();
    }
}
