package org.empw.consumption.api;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.empw.consumption.calculation.SensorDay;

/** Reads the API's times: ISO 8601 with an offset, nearly always as {@code 2020-07-28T04:15:19.554Z}. */
final class TimeParser {
    /** The form in which the API writes its times. */
    private static final String FORM = "0000-00-00T00:00:00.000Z";

    private int lastDay = -1;
    private long lastEpochDay;
    private String lastDate = "";
    private Optional<LocalDate> lastLocalDate = Optional.empty();

    /**
     * The time in microseconds since 1970, as {@link SensorDay#micros(java.time.Instant)} gives it.
     *
     * @throws DateTimeException where the characters are no time
     */
    long micros(char[] chars, int offset, int length) {
        if (!hasForm(chars, offset, length)) {
            String otherForm = new String(chars, offset, length);
            return SensorDay.micros(OffsetDateTime.parse(otherForm).toInstant());
        }
        int hour = number(chars, offset + 11, 2);
        int minute = number(chars, offset + 14, 2);
        int second = number(chars, offset + 17, 2);
        if (hour > 23 || minute > 59 || second > 59) {
            throw new DateTimeException("no time of day");
        }
        int day = number(chars, offset, 4) * 10_000 + number(chars, offset + 5, 2) * 100 + number(chars, offset + 8, 2);
        if (day != lastDay) { // all of a sensor's readings are of the same day, or of two
            lastEpochDay =
                    LocalDate.of(day / 10_000, day / 100 % 100, day % 100).toEpochDay();
            lastDay = day;
        }
        long seconds = lastEpochDay * 86_400 + hour * 3_600L + minute * 60L + second;
        return seconds * 1_000_000 + number(chars, offset + 20, 3) * 1_000L;
    }

    private static boolean hasForm(char[] chars, int offset, int length) {
        if (length != FORM.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = chars[offset + i];
            if (FORM.charAt(i) == '0' ? c < '0' || c > '9' : c != FORM.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int number(char[] digits, int offset, int count) {
        int number = 0;
        for (int i = offset; i < offset + count; i++) {
            number = number * 10 + digits[i] - '0';
        }
        return number;
    }

    /**
     * The day of a report: written as a date, or as midnight of one. Empty for anything else, for any other time of day
     * belongs to two days, according to the zone.
     */
    Optional<LocalDate> day(String text) {
        if (!text.equals(lastDate)) { // all of an answer's sensors have the same
            lastDate = text;
            lastLocalDate = parseDay(text);
        }
        return lastLocalDate;
    }

    private static Optional<LocalDate> parseDay(String text) {
        try {
            if (text.length() == "2020-07-28".length()) {
                return Optional.of(LocalDate.parse(text));
            }
            OffsetDateTime midnight = OffsetDateTime.parse(text);
            return Optional.of(midnight.toLocalDate())
                    .filter(day -> midnight.toLocalTime().equals(LocalTime.MIDNIGHT))
                    .filter(day -> day.getYear() > 0 && day.getYear() <= 9999);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
