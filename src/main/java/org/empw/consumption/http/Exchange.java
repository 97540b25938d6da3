package org.empw.consumption.http;

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
