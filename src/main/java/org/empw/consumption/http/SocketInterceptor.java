package org.empw.consumption.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Stands between OkHttp and the connection: sets the socket up, and keeps from OkHttp what it would act upon. */
final class SocketInterceptor {
    /** The router in front of the API gives up after 30 s: its answer is better than none. */
    private static final int READ_TIMEOUT_MILLIS = 40_000;

    /** The server closed the connection before anything was sent over it. */
    static final class ClosedException extends IOException {
        private static final long serialVersionUID = 1;

        ClosedException() {
            super("the server closed the connection");
        }
    }

    private SocketInterceptor() {}

    /**
     * Passes one request and its response. It takes {@code Retry-After} out of the response before OkHttp sees it,
     * which would repeat a request by itself after 503 with {@code Retry-After: 0}, and throws a NumberFormatException
     * for a value beyond an int.
     */
    static Response intercept(Interceptor.Chain chain) throws IOException {
        Socket socket = chain.connection().socket();
        failIfClosed(socket);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        // Otherwise the end of each POST waits until the server has acknowledged its beginning: 40 ms on loopback.
        socket.setTcpNoDelay(true);
        Response response = chain.proceed(chain.request());
        if (response.header("Content-Length", "").startsWith("-")) {
            throw new IOException(OneShotHttp.NOT_HTTP); // OkHttp would fail later, with another exception
        }
        chain.request().tag(Exchange.class).retryAfter = response.header("Retry-After", "");
        return response.newBuilder().removeHeader("Retry-After").build();
    }

    /**
     * Finds a pooled connection that the server has closed meanwhile, before a request goes out over it and is in
     * doubt without need. OkHttp looks only after ten seconds.
     */
    private static void failIfClosed(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
            return; // open, and the server has nothing to say, as it should be
        }
        throw new ClosedException();
    }
}
