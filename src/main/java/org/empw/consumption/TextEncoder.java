package org.empw.consumption;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A log line for a person: time, level, message. Messages may hold text from the server, so whatever could move the
 * cursor, colour the terminal or forge a line is written as an escape sequence of Java.
 */
final class TextEncoder extends EncoderBase<ILoggingEvent> {

  private static final int LONGEST = 2_000;

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append(Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.SECONDS)).append(' ');
    String level = event.getLevel().toString();
    line.append(level).append("     ", 0, 6 - level.length());
    escape(event.getFormattedMessage(), line);
    line.append('\n');
    if (event.getThrowableProxy() != null) {
      for (String traceLine : ThrowableProxyUtil.asString(event.getThrowableProxy()).split("\\R")) {
        escape(traceLine.replace("\t", "    "), line);
        line.append('\n');
      }
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void escape(String text, StringBuilder line) {
    for (int i = 0; i < text.length(); i++) {
      if (i == LONGEST) {
        line.append("...");
        return;
      }
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~' || isHarmless(c)) {
        line.append(c);
      } else if (c == '\n') {
        line.append("\\n");
      } else {
        line.append("\\u").append(Integer.toHexString(0x10000 + c), 1, 5);
      }
    }
  }

  private static boolean isHarmless(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
          Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }

  @Override
  public byte[] headerBytes() {
    return null;
  }

  @Override
  public byte[] footerBytes() {
    return null;
  }
}
