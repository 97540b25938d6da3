package org.empw.consumption.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * What went over the wire during one call, as OkHttp tells while it happens. An exception's name does not tell whether
 * the API may have got the request; this does.
 */
public final class Wire extends EventListener {

    /** The router in front of the API gives up after 30 s: its answer is better than none. */
    private static final int READ_TIMEOUT_MILLIS = 40_000;

    private boolean bodyOut;
    private String retryAfter;

    /** Whether the whole request was handed to the connection, so that the API may have read and applied it. */
    public boolean bodyOut() {
        return bodyOut;
    }

    /** The answer's {@code Retry-After}, or null. */
    public String retryAfter() {
        return retryAfter;
    }

    /**
     * Finds a pooled connection that the server has closed meanwhile, before a request is sent into the void and in doubt
     * for nothing. OkHttp looks only after ten seconds.
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

    /** Comes when the last byte has left OkHttp's buffers. */
    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        bodyOut = true;
    }

    /**
     * Passes one request and its answer. It takes {@code Retry-After} out of the answer before OkHttp sees it, which would
     * repeat a request by itself after 503 with {@code Retry-After: 0}, and throws a NumberFormatException for a value
     * beyond an int.
     */
    public static Response pass(Interceptor.Chain chain) throws IOException {
        Socket socket = chain.connection().socket();
        failIfClosed(socket);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        // Else the end of each POST waits until the server has acknowledged its beginning: 40 ms on loopback.
        socket.setTcpNoDelay(true);
        Response response = chain.proceed(chain.request());
        if (response.header("Content-Length", "").startsWith("-")) {
            throw new IOException("the answer is no HTTP"); // OkHttp would fail later, and not with an IOException
        }
        String retryAfter = response.header("Retry-After");
        if (retryAfter == null) {
            return response;
        }
        chain.request().tag(Wire.class).retryAfter = retryAfter;
        return response.newBuilder().removeHeader("Retry-After").build();
    }
}
