package org.empw.consumption.api;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.empw.consumption.calculation.Micros;
import org.empw.consumption.calculation.ReportDate;

/** Reads the API's times: ISO 8601 with an offset, nearly always as {@code 2020-07-28T04:15:19.554Z}. */
final class TimeParser {
    /** The form in which the API writes its times. */
    private static final String FORM = "2020-07-28T04:15:19.554Z";

    private int lastDay = -1;
    private long lastEpochDay;
    private String lastDate = "";
    private Optional<LocalDate> lastLocalDate = Optional.empty();

    /**
     * The time in microseconds since 1970, as {@link Micros#of} gives it.
     *
     * @throws DateTimeException where the characters are no time
     */
    long micros(char[] chars, int offset, int length) {
        if (length != FORM.length() || !isSeparated(chars, offset)) {
            return microsOfOtherForm(chars, offset, length);
        }
        int year = number(chars, offset, 4);
        int month = number(chars, offset + 5, 2);
        int dayOfMonth = number(chars, offset + 8, 2);
        int hour = number(chars, offset + 11, 2);
        int minute = number(chars, offset + 14, 2);
        int second = number(chars, offset + 17, 2);
        int millis = number(chars, offset + 20, 3);
        if ((year | month | dayOfMonth | hour | minute | second | millis) < 0) { // if one of them is
            return microsOfOtherForm(chars, offset, length);
        }
        if (hour > 23 || minute > 59 || second > 59) {
            throw new DateTimeException("no time of day");
        }
        int day = (year * 100 + month) * 100 + dayOfMonth;
        if (day != lastDay) { // all of a sensor's readings are of the same day, or of two
            lastEpochDay = LocalDate.of(year, month, dayOfMonth).toEpochDay();
            lastDay = day;
        }
        long seconds = lastEpochDay * 86_400 + hour * 3_600L + minute * 60L + second;
        return seconds * 1_000_000 + millis * 1_000L;
    }

    private static boolean isSeparated(char[] chars, int offset) {
        return chars[offset + 4] == '-'
                && chars[offset + 7] == '-'
                && chars[offset + 10] == 'T'
                && chars[offset + 13] == ':'
                && chars[offset + 16] == ':'
                && chars[offset + 19] == '.'
                && chars[offset + 23] == 'Z';
    }

    /** The number that the digits are; negative where one of them is none. */
    private static int number(char[] digits, int offset, int count) {
        int number = 0;
        for (int i = offset; i < offset + count; i++) {
            int digit = digits[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static long microsOfOtherForm(char[] chars, int offset, int length) {
        String text = new String(chars, offset, length);
        return Micros.of(OffsetDateTime.parse(text).toInstant());
    }

    /**
     * The day of a report: written as a date, or as midnight of one. Empty for anything else, because any other time of
     * day belongs to two days, according to the zone.
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
            if (text.length() <= "2020-07-28".length()) {
                return ReportDate.parse(text);
            }
            OffsetDateTime midnight = OffsetDateTime.parse(text);
            return midnight.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? ReportDate.parse(midnight.toLocalDate().toString())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
