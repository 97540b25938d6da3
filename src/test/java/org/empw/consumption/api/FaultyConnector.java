package org.empw.consumption.api;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.http.OneShotHttp;
import org.empw.consumption.support.Fault;
import org.empw.consumption.waiting.RetryPolicy;

/** Connects a client over sockets that break on the way to the API where they are told to. */
public final class FaultyConnector {
    private final Supplier<Fault.FailsAt> next;

    /**
     * @param next where each new connection fails
     */
    public FaultyConnector(Supplier<Fault.FailsAt> next) {
        this.next = next;
    }

    /** A client with one connection for each request. */
    public ApiClient connect(BaseUrl base, Account account, RetryPolicy retryPolicy) {
        OneShotHttp http = new OneShotHttp(
                base,
                OneShotHttp.client(false)
                        .newBuilder()
                        .socketFactory(new Factory())
                        .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                        .build());
        return new ApiClient(base, account, retryPolicy, http);
    }

    private final class Factory extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new BreakingSocket(next.get());
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class BreakingSocket extends Socket {
        private final Fault.FailsAt failsAt;

        BreakingSocket(Fault.FailsAt failsAt) {
            this.failsAt = failsAt;
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (failsAt == Fault.FailsAt.CONNECTING) {
                throw new ConnectException("Connection refused, as the test wants it");
            }
            super.connect(endpoint, timeout);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return failsAt == Fault.FailsAt.SENDING_HEADERS || failsAt == Fault.FailsAt.SENDING_BODY
                    ? new BreakingStream(super.getOutputStream())
                    : super.getOutputStream();
        }

        /** Lets half of the headers through, or the headers and ten bytes of the body. */
        private final class BreakingStream extends FilterOutputStream {
            BreakingStream(OutputStream out) {
                super(out);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                int endOfHeaders =
                        new String(bytes, offset, length, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
                int passing = failsAt == Fault.FailsAt.SENDING_HEADERS ? endOfHeaders / 2 : endOfHeaders + 10;
                if (passing > length) {
                    out.write(bytes, offset, length); // a request without a body
                    return;
                }
                out.write(bytes, offset, passing);
                BreakingSocket.this.close();
                throw new SocketException("Broken pipe, as the test wants it");
            }
        }
    }
}
