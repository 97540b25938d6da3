package org.empw.consumption.job;

import java.time.Duration;
import java.util.function.Supplier;
import org.empw.consumption.console.StatusLine;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows that long work goes on: on a terminal a line that changes, after the first second; elsewhere a line in the log
 * every 30 seconds.
 */
public final class Progress implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Progress.class);

    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final Duration REDRAW = Duration.ofMillis(250);
    private static final Duration LOG = Duration.ofSeconds(30);

    private final StatusLine line;
    private final boolean live;
    private final RetryPolicy retryPolicy;
    private final Supplier<String> status;
    private final Thread thread = new Thread(this::show, "progress");

    /**
     * Begins to show {@code status}, until closed.
     *
     * @param live whether {@code line} can be shown; otherwise there are log lines
     * @param status what was done so far; asked from another thread
     */
    public Progress(StatusLine line, boolean live, RetryPolicy retryPolicy, Supplier<String> status) {
        this.line = line;
        this.live = live;
        this.retryPolicy = retryPolicy;
        this.status = status;
        thread.setDaemon(true);
        thread.start();
    }

    private void show() {
        try {
            Thread.sleep((live ? SILENCE : LOG).toMillis());
            while (true) {
                String text = retryPolicy.waiting(live).orElseGet(status);
                if (live) {
                    line.show(text);
                } else {
                    log.info(text);
                }
                Thread.sleep((live ? REDRAW : LOG).toMillis());
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        line.erase();
    }
}
