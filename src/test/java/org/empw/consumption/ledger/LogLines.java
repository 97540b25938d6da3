package org.empw.consumption.ledger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the job logs until this is closed, whatever its level. */
final class LogLines implements AutoCloseable {
    private final Logger job = (Logger) LoggerFactory.getLogger("org.empw");
    private final Level level = job.getLevel();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    LogLines() {
        events.start();
        job.setLevel(Level.DEBUG);
        job.addAppender(events);
    }

    /** A line for each event, which begins with the level; with the trace of its exception. */
    List<String> all() {
        return List.copyOf(events.list).stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .toList();
    }

    List<String> warnings() {
        return all().stream().filter(line -> line.startsWith("WARN ")).toList();
    }

    @Override
    public void close() {
        job.detachAppender(events);
        job.setLevel(level);
    }
}
