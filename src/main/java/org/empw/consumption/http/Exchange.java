package org.empw.consumption.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * What went over the wire during one request and its response, as OkHttp reports it while it happens. An exception's
 * name does not say whether the server may have got the request; this does. It also stands between OkHttp and the
 * connection: sets the socket up, and keeps from OkHttp what it would act upon.
 */
public final class Exchange extends EventListener {
    /** The router in front of the API gives up after 30 s: its answer is better than none. */
    private static final int READ_TIMEOUT_MILLIS = 40_000;

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

    /**
     * Passes the request and its response. It takes {@code Retry-After} out of the response before OkHttp sees it, which
     * would repeat a request by itself after 503 with {@code Retry-After: 0}, and throws a NumberFormatException for a
     * value beyond an int.
     */
    Response pass(Interceptor.Chain chain) throws IOException {
        Socket socket = chain.connection().socket();
        failIfClosed(socket);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        // Else the end of each POST waits until the server has acknowledged its beginning: 40 ms on loopback.
        socket.setTcpNoDelay(true);
        Response response = chain.proceed(chain.request());
        if (response.header("Content-Length", "").startsWith("-")) {
            throw new IOException("the answer is not valid HTTP"); // OkHttp would fail later, with another exception
        }
        retryAfter = response.header("Retry-After", "");
        return response.newBuilder().removeHeader("Retry-After").build();
    }

    /**
     * Finds a pooled connection that the server has closed meanwhile, before a request is sent into the void and in
     * doubt for nothing. OkHttp looks only after ten seconds.
     */
    private static void failIfClosed(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
            return; // open, and the server has nothing to say, as it should be
        }
        throw new IOException("the server closed the connection");
    }
}
