package org.empw.consumption.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a server wants to be left alone: as its response says, or as its clock says where it does not. */
public final class RetryAfter {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** A server that asks for more than an hour means something else. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /**
     * What the header {@code Retry-After} asks for, at least a second; empty where it is missing or makes no sense.
     *
     * @param retryAfter seconds, or a date
     * @param serverTime the time of the server that asks
     */
    static Optional<Duration> parse(String retryAfter, Instant serverTime) {
        String value = retryAfter.strip();
        Duration wait = value.matches("[0-9]{1,9}")
                ? Duration.ofSeconds(Long.parseLong(value))
                : Duration.between(serverTime, serverTime(value, Instant.MAX));
        return Optional.of(wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait).filter(d -> d.compareTo(LONGEST) <= 0);
    }

    /** How long it takes until the next window of that length, aligned to the clock, has begun. */
    public static Duration untilNextWindow(Instant serverTime, Duration window) {
        long intoWindow = Math.floorMod(serverTime.toEpochMilli(), window.toMillis());
        return Duration.ofMillis(window.toMillis() - intoWindow).plus(SHORTEST);
    }

    /**
     * The time on the server.
     *
     * @param date its header {@code Date}; empty where there is none
     * @param now the time here, for a server that does not say
     */
    static Instant serverTime(String date, Instant now) {
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return now;
        }
    }
}
