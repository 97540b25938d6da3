package org.empw.consumption.support;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a run and PostgreSQL, understands the messages, and cuts the connection at a COMMIT, or from some
 * moment on neither answers nor hangs up.
 */
public final class PostgresProxy implements Closeable {
    /** What becomes of the COMMIT. */
    public enum Cut {
        /** The server never sees it. */
        BEFORE,
        /** The server sees it in the moment in which the connection ends. */
        DURING,
        /** The server has answered it, and the run never sees the answer. */
        AFTER,
        /** The run sees the end of the connection, and the server the COMMIT some time after that. */
        LATE
    }

    /** How long the server does not know of the end of the connection. */
    public static final int LATE_MILLIS = 400;

    private static final int BIND = 'B';
    private static final int PARSE = 'P';
    private static final int SYNC = 'S';
    private static final int READY_FOR_QUERY = 'Z';

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int serverPort;
    private final AtomicReference<Cut> next = new AtomicReference<>();
    private volatile boolean frozen;

    public PostgresProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** The next COMMIT, on whatever connection, is the end of that connection. */
    public void cutAtNextCommit(Cut cut) {
        next.set(cut);
    }

    /** From here on nothing gets through; whoever connects is let in, and hears nothing. */
    public void freeze() {
        frozen = true;
    }

    /** From here on nobody gets through any more; connections that are there stay. */
    @Override
    public void close() throws IOException {
        listening.close();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
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
            run.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Link link = new Link(run, server);
            start(link::toServer);
            start(link::toRun);
        }
    }

    private final class Link {
        private final Socket run;
        private final Socket server;
        private final Map<String, String> statements = new HashMap<>();
        private volatile boolean answersAreLost;

        Link(Socket run, Socket server) {
            this.run = run;
            this.server = server;
        }

        void toServer() throws IOException, InterruptedException {
            try (run;
                    server) {
                DataInputStream in = new DataInputStream(run.getInputStream());
                DataOutputStream out = new DataOutputStream(server.getOutputStream());
                forwardStartup(in, out);
                Cut cutting = null;
                while (true) {
                    int type = in.readUnsignedByte();
                    byte[] body = new byte[in.readInt() - 4];
                    in.readFully(body);
                    if (type == PARSE) {
                        statements.put(text(body, 0), text(body, text(body, 0).length() + 1));
                    }
                    if (type == BIND
                            && "COMMIT"
                                    .equals(statements.get(
                                            text(body, text(body, 0).length() + 1)))) {
                        cutting = next.getAndSet(null);
                    }
                    if (cutting == Cut.BEFORE) {
                        return;
                    }
                    if (cutting == Cut.LATE && !run.isClosed()) {
                        // The rest of the COMMIT is underway already, so it is written here.
                        byte[] rest = new byte[in.available()];
                        in.readFully(rest);
                        run.close();
                        Thread.sleep(LATE_MILLIS);
                        write(out, type, body);
                        out.write(rest);
                        out.flush();
                        Thread.sleep(LATE_MILLIS);
                        return;
                    }
                    answersAreLost |= cutting != null;
                    write(out, type, body);
                    if (cutting == Cut.DURING && type == SYNC) {
                        return;
                    }
                }
            }
        }

        void toRun() throws IOException {
            try (run) {
                DataInputStream in = new DataInputStream(server.getInputStream());
                DataOutputStream out = new DataOutputStream(run.getOutputStream());
                while (true) {
                    int type = in.readUnsignedByte();
                    byte[] body = new byte[in.readInt() - 4];
                    in.readFully(body);
                    if (!answersAreLost) {
                        write(out, type, body);
                    } else if (type == READY_FOR_QUERY && !run.isClosed()) {
                        return;
                    }
                }
            }
        }

        private void forwardStartup(DataInputStream in, DataOutputStream out) throws IOException {
            byte[] body = new byte[in.readInt() - 4];
            in.readFully(body);
            write(out, new byte[0], body); // it has no type
        }

        private void write(DataOutputStream out, int type, byte[] body) throws IOException {
            write(out, new byte[] {(byte) type}, body);
        }

        private void write(DataOutputStream out, byte[] type, byte[] body) throws IOException {
            if (!frozen) {
                out.write(type);
                out.writeInt(body.length + 4);
                out.write(body);
                out.flush();
            }
        }

        private static String text(byte[] body, int from) {
            int end = from;
            while (body[end] != 0) {
                end++;
            }
            return new String(body, from, end - from, StandardCharsets.UTF_8);
        }
    }
}
