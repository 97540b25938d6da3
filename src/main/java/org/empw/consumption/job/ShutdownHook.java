package org.empw.consumption.job;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.cli.ExitCode;

/**
 * What happens on SIGTERM and Ctrl-C: the run learns that it is to stop. While it delivers it has 20 seconds to get the
 * answer to the reports that are on their way, and some more to print what was not stored; then it ends with its own
 * exit code. Heroku kills after 30.
 */
public final class ShutdownHook extends Thread implements AutoCloseable {

    private static final long SECONDS_FOR_AN_ANSWER = 20;
    private static final long SECONDS_TO_PRINT = 8;
    private static final long SECONDS_TO_GIVE_UP = 5;

    private final StopSignal stop;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile ApiClient api;
    private volatile boolean delivering;
    private volatile ExitCode exitCode;

    public ShutdownHook(StopSignal stop) {
        super("shutdownHook");
        this.stop = stop;
    }

    /** From now on the process ends as described. */
    public ShutdownHook install() {
        Runtime.getRuntime().addShutdownHook(this);
        return this;
    }

    /** Tells whose call is to be broken off. */
    public void watch(ApiClient client) {
        api = client;
    }

    /** Tells that from now on there is something to lose. */
    public void delivering() {
        delivering = true;
    }

    /** Tells how the run ends, before its process does. */
    public void exitsWith(ExitCode code) {
        exitCode = code;
    }

    /** To be called when the run is over and all is printed. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(this);
        } catch (IllegalStateException e) {
            // The process is being shut down: run() goes on below.
        }
    }

    @Override
    public void run() {
        stop.request();
        try {
            boolean over = delivering && ended.await(SECONDS_FOR_AN_ANSWER, TimeUnit.SECONDS);
            if (!over && api != null) {
                api.cancel();
            }
            if (ended.await(delivering ? SECONDS_TO_PRINT : SECONDS_TO_GIVE_UP, TimeUnit.SECONDS) && exitCode != null) {
                Runtime.getRuntime().halt(exitCode.code());
            }
        } catch (InterruptedException e) {
            // Then the process ends without waiting.
        }
    }
}
