package org.empw.consumption.console;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.empw.consumption.text.Escaped;
import org.empw.consumption.text.Redactor;

/** A log line for a person: time, level, message. Messages may hold text from the server, which is escaped. */
final class TextLayout extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        Instant time = Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.SECONDS);
        String level = event.getLevel().toString();
        StringBuilder line = new StringBuilder(160).append(time).append(' ').append(level);
        line.append("     ", 0, 6 - level.length()).append(Escaped.of(event.getFormattedMessage()) + "\n");
        if (event.getThrowableProxy() != null) {
            String trace = ThrowableProxyUtil.asString(event.getThrowableProxy());
            for (String traceLine : trace.replace("\t", "    ").split("\\R", -1)) {
                line.append(Escaped.of(Redactor.redact(traceLine)) + "\n");
            }
        }
        return line.toString();
    }
}
