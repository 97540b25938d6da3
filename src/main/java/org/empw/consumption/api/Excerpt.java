package org.empw.consumption.api;

import java.nio.charset.StandardCharsets;

/** Text from the server, made short enough to be shown. The log escapes what it must not print as it is. */
final class Excerpt {

  private static final int LONGEST = 120;

  private Excerpt() {}

  /** The beginning of an answer, in quotes, without {@code secret} even where the server echoes it. */
  static String of(byte[] head, String secret) {
    String text = new String(head, StandardCharsets.UTF_8);
    if (!secret.isEmpty()) {
      text = text.replace(secret, "[hidden]");
      for (int length = Math.min(secret.length() - 1, text.length()); length > 3; length--) {
        if (text.endsWith(secret.substring(0, length))) { // the excerpt ends in the middle of it
          text = text.substring(0, text.length() - length) + "[hidden]";
          break;
        }
      }
    }
    return '"' + shorten(text) + '"';
  }

  static String shorten(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
