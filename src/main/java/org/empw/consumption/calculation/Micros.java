package org.empw.consumption.calculation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Times as whole microseconds since 1970-01-01T00:00:00Z, in a {@code long}: without an object for each reading. */
public final class Micros {
    /** Where the API's days begin and end. */
    public static final ZoneId API_ZONE = ZoneId.of("Africa/Cairo");

    private static final long DAY = 86_400_000_000L;

    private Micros() {}

    /**
     * A time in microseconds.
     *
     * @throws ArithmeticException where it is too far from 1970 for a long
     */
    public static long of(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    public static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** When a date begins in UTC; asked for each sensor, so it makes no object. */
    public static long midnight(LocalDate date) {
        return date.toEpochDay() * DAY;
    }

    /** When a date begins in the zone of the API. */
    public static long beginning(LocalDate date) {
        return of(date.atStartOfDay(API_ZONE).toInstant());
    }

    /**
     * A time of day in UTC, such as "21:58"; of the day before or after the date, "21:58 on the 24th".
     *
     * @param sinceMidnight microseconds since the date began in UTC
     */
    static String clock(LocalDate date, long sinceMidnight) {
        Instant time = toInstant(midnight(date) + sinceMidnight);
        LocalDate itsDate = LocalDate.ofInstant(time, ZoneOffset.UTC);
        String clock = time.toString().substring(11, 16);
        return itsDate.equals(date) ? clock : clock + " on the " + ordinal(itsDate.getDayOfMonth());
    }

    private static String ordinal(int day) {
        String ending =
                day / 10 == 1 ? "th" : List.of("th", "st", "nd", "rd", "th").get(Math.min(day % 10, 4));
        return day + ending;
    }
}
