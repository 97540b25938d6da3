package org.empw.consumption.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * How long to leave the API alone after a 429. The API counts requests in windows aligned to the clock, one minute for
 * logins and five for everything, and does not say when one ends; so that is worked out from its own clock.
 */
public final class RetryAfter {

    public static final Duration LOGIN_WINDOW = Duration.ofMinutes(1);
    public static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private RetryAfter() {}

    /**
     * @param retryAfter the header of that name, seconds or a date; null when there was none
     * @param date the server's {@code Date} header; null when there was none
     * @param now the time here, for a server that does not tell its own
     * @param window the length of the windows in which such requests are counted
     */
    public static Duration wait(String retryAfter, String date, Instant now, Duration window) {
        Instant serverTime = date == null ? now : parse(date, now);
        if (retryAfter != null && !retryAfter.isBlank()) {
            Duration asked = asked(retryAfter.trim(), serverTime);
            if (asked != null) {
                return asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked.compareTo(WINDOW) > 0 ? WINDOW : asked;
            }
        }
        long windowMillis = window.toMillis();
        long intoWindow = Math.floorMod(serverTime.toEpochMilli(), windowMillis);
        return Duration.ofMillis(windowMillis - intoWindow).plus(SHORTEST);
    }

    /** What the header asks for; null where it makes no sense. */
    private static Duration asked(String retryAfter, Instant serverTime) {
        for (int i = 0; i < retryAfter.length(); i++) {
            if (retryAfter.charAt(i) < '0' || retryAfter.charAt(i) > '9') {
                Instant until = parse(retryAfter, null);
                return until == null ? null : Duration.between(serverTime, until);
            }
        }
        return Duration.ofSeconds(retryAfter.length() > 9 ? WINDOW.toSeconds() : Long.parseLong(retryAfter));
    }

    private static Instant parse(String date, Instant otherwise) {
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return otherwise;
        }
    }
}
