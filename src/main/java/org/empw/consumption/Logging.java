package org.empw.consumption;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FilterOutputStream;
import java.io.OutputStream;
import org.slf4j.LoggerFactory;

/** Where the log goes: to stderr, for stdout carries data only. Logback finds this class as its configuration. */
public final class Logging extends ContextAwareBase implements Configurator {

  /** Says nothing by itself: {@link #start} does, once the options are known. Saves Logback its search for XML. */
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** From now on, logs what {@code options} ask for to {@code err}. */
  static void start(Options options, OutputStream err) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();

    TextEncoder encoder = new TextEncoder();
    encoder.setContext(context);
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(new FilterOutputStream(err) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() {
        // stderr is not Logback's to close
      }
    });
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    context.getLogger("org.empw").setLevel(options.quiet() ? Level.WARN : options.verbose() ? Level.DEBUG : Level.INFO);
  }
}
