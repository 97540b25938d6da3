package org.empw.consumption.support;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands between a run and a server, which from some moment on neither answers nor hangs up. */
public final class FreezableProxy implements Closeable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int serverPort;
    private volatile boolean frozen;

    public FreezableProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** From here on nothing gets through; who connects is let in, and hears nothing. */
    public void freeze() {
        frozen = true;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // the connection has ended
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket run = listening.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            start(() -> copy(run, server));
            start(() -> copy(server, run));
        }
    }

    private void copy(Socket from, Socket to) throws IOException {
        byte[] bytes = new byte[8_192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                if (!frozen) {
                    out.write(bytes, 0, length);
                }
            }
        }
    }
}
