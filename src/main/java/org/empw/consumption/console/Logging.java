package org.empw.consumption.console;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LogbackServiceProvider;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Where the log goes, and how a line looks. {@code Main} names this class to SLF4J. */
public final class Logging extends LogbackServiceProvider {
    /** Makes loggers that are silent until {@link #start}. Logback searches for no configuration. */
    @Override
    public void initialize() {
        LoggerContext context = (LoggerContext) getLoggerFactory();
        context.setMDCAdapter(getMDCAdapter());
        context.start();
    }

    /**
     * From now on, logs to {@code stream}.
     *
     * @param level of this job's own lines; libraries are silent, because their exceptions say what went wrong, too
     * @param json whether a line is JSON, one object a line, and not text
     */
    public static void start(Level level, boolean json, OutputStream stream) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();

        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(json ? new JsonLayout() : new TextLayout());
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(stream);
        appender.start();
        root.addAppender(appender);
        root.setLevel(ch.qos.logback.classic.Level.OFF);
        context.getLogger("org.empw").setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(level));
    }
}
