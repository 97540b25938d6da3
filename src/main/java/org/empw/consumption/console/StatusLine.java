package org.empw.consumption.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Stderr. On a terminal its last line is a status, and other lines are written above it. */
public final class StatusLine extends OutputStream {
    private static final String ERASE = "\r\033[K";
    private static final int WIDTH = 79;

    private final PrintStream err;
    private boolean shown;

    public StatusLine(PrintStream err) {
        this.err = err;
    }

    /** Whether stderr is a terminal that can erase a line. */
    public static boolean isPossible(Map<String, String> environment) {
        String terminal = environment.getOrDefault("TERM", "dumb");
        try {
            // Java knows of stdin and stdout only.
            String stderr = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return !terminal.equals("dumb") && (stderr.startsWith("/dev/pts/") || stderr.startsWith("/dev/tty"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    public synchronized void show(String text) {
        err.print(ERASE + (text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "..."));
        err.flush();
        shown = true;
    }

    public synchronized void erase() {
        if (shown) {
            err.print(ERASE);
            err.flush();
            shown = false;
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        erase();
        err.write(bytes, offset, length);
    }

    @Override
    public synchronized void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void flush() {
        err.flush();
    }

    public void println(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
        flush();
    }

    /** Erases the line; stderr stays open. */
    @Override
    public void close() {
        erase();
    }
}
