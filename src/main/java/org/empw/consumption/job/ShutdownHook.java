package org.empw.consumption.job;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.waiting.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens on SIGTERM and Ctrl-C: the run is told to stop. While it delivers it has 20 seconds to get the
 * answer to the reports that are on their way, and some more to print what was not stored; then it ends with its own
 * exit code. Heroku kills after 30.
 */
public final class ShutdownHook extends Thread implements AutoCloseable {
    private static final long SECONDS_FOR_AN_ANSWER = 20;
    private static final long SECONDS_TO_PRINT = 6;
    private static final long SECONDS_TO_GIVE_UP = 12;

    private static final Logger log = LoggerFactory.getLogger(ShutdownHook.class);

    private final Time time;
    private final TimeUnit unit;
    private final IntConsumer halt;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<ApiClient> api = Optional.empty();
    private volatile boolean delivering;
    private volatile Optional<ExitCode> exitCode = Optional.empty();
    private volatile Optional<Supplier<ExitCode>> lastChance = Optional.empty();

    public ShutdownHook(Time time) {
        this(time, TimeUnit.SECONDS, Runtime.getRuntime()::halt);
    }

    /** For tests, whose seconds are shorter, and whose process goes on. */
    ShutdownHook(Time time, TimeUnit unit, IntConsumer halt) {
        super("shutdown");
        this.time = time;
        this.unit = unit;
        this.halt = halt;
    }

    /** From now on the process ends as described. */
    public ShutdownHook install() {
        Runtime.getRuntime().addShutdownHook(this);
        return this;
    }

    /** A stop breaks off this client's call. */
    public void watch(ApiClient client) {
        api = Optional.of(client);
    }

    /** Tells that from now on there is something to lose. */
    public void delivering() {
        delivering = true;
    }

    /**
     * What prints the known state of the reports if the run itself cannot, because it waits for something that does not
     * answer. It returns the exit code, also if the run has printed already.
     */
    public void printIfTooLate(Supplier<ExitCode> printing) {
        lastChance = Optional.of(printing);
    }

    /** Tells how the run ends, before its process does. */
    public void exitsWith(ExitCode code) {
        exitCode = Optional.of(code);
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
        time.stop();
        if (delivering) {
            log.warn(
                    "Told to stop: no further batch is sent; what is under way is waited for, {} s at most",
                    SECONDS_FOR_AN_ANSWER);
        } else {
            log.warn("Told to stop: ending without sending anything, in {} s at most", SECONDS_TO_GIVE_UP);
        }
        try {
            boolean over = delivering && ended.await(SECONDS_FOR_AN_ANSWER, unit);
            if (!over && api.isPresent()) {
                api.get().cancel();
            }
            ended.await(delivering ? SECONDS_TO_PRINT : SECONDS_TO_GIVE_UP, unit);
            Optional<ExitCode> code = exitCode.or(() -> lastChance.map(Supplier::get));
            code.ifPresent(known -> halt.accept(known.code()));
        } catch (InterruptedException e) {
            // Then the process ends without waiting.
        }
    }
}
