package org.empw.consumption.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.empw.consumption.cli.CommandLineOptions;
import org.empw.consumption.job.RunContext;
import org.empw.consumption.text.Redactor;
import org.slf4j.LoggerFactory;

/** Where the log goes: to stderr, for stdout carries data only. Logback finds this class as its configuration. */
public final class Logging extends ContextAwareBase implements Configurator {

    /** Says nothing by itself: {@link #start} does, once the options are known. Saves Logback its search for XML. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * From now on, logs what {@code options} ask for.
     *
     * @param json one JSON object a line, instead of a line for a person
     */
    public static void start(CommandLineOptions options, boolean json, RunContext run) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();

        EncoderBase<ILoggingEvent> encoder = json ? new RunJsonEncoder() : new TextEncoder();
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(run.err());
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.WARN);
        context.getLogger("org.empw")
                .setLevel(options.quiet() ? Level.WARN : options.verbose() ? Level.DEBUG : Level.INFO);
    }

    /** Logback's own JSON, with an id of the run in every line, so that those of two runs can be told apart. */
    private static final class RunJsonEncoder extends JsonEncoder {

        private final String run = UUID.randomUUID().toString();

        RunJsonEncoder() {
            setWithContext(false);
            setWithMDC(false);
            setWithMessage(false);
            setWithArguments(false);
            setWithFormattedMessage(true);
            setWithSequenceNumber(false);
            setWithNanoseconds(false);
            setWithThreadName(false);
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            return Redactor.redact(new String(super.encode(event), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        protected void appendCustomFields(StringBuilder line, ILoggingEvent event) {
            line.append(VALUE_SEPARATOR);
            appenderMember(line, "run", run);
        }
    }
}
