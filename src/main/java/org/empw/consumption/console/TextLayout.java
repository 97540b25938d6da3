package org.empw.consumption.console;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.empw.consumption.text.Printable;
import org.empw.consumption.text.Redactor;

/** A log line for a person: time, level, message. Messages may hold text from the server, which is escaped. */
final class TextLayout extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append(Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.SECONDS))
                .append(' ');
        String level = event.getLevel().toString();
        line.append(level).append("     ", 0, 6 - level.length());
        line.append(Printable.of(event.getFormattedMessage())).append('\n');
        if (event.getThrowableProxy() != null) {
            for (String traceLine :
                    ThrowableProxyUtil.asString(event.getThrowableProxy()).split("\\R", -1)) {
                line.append(Printable.of(Redactor.redact(traceLine.replace("\t", "    "))))
                        .append('\n');
            }
        }
        return line.toString();
    }
}
