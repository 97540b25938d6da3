package org.empw.consumption.jar;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.empw.consumption.Main;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Runs the program in this process and sends SIGKILL to it at log line number {@code kill.at}: its steps have labels. */
public final class KilledAtALogLine {
    private KilledAtALogLine() {}

    public static void main(String[] args) {
        int killAt = Integer.getInteger("kill.at");
        AtomicInteger lines = new AtomicInteger();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.addTurboFilter(new TurboFilter() {
            @Override
            public FilterReply decide(
                    Marker marker, Logger logger, Level level, String format, Object[] params, Throwable t) {
                if (format != null && logger.getName().startsWith("org.empw") && lines.incrementAndGet() == killAt) {
                    kill();
                }
                return FilterReply.NEUTRAL;
            }
        });
        Main.main(args);
    }

    private static void kill() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-KILL",
                            String.valueOf(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            Thread.sleep(10_000);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
