package org.empw.consumption.api;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.empw.consumption.calculation.SensorDay;

/** Reads the API's times: ISO 8601 with an offset, nearly always as {@code 2020-07-28T04:15:19.554Z}. */
final class TimeParser {

    private static final int LENGTH_WITHOUT_FRACTION = "2020-07-28T04:15:19Z".length();
    private static final long MICROS_PER_SECOND = 1_000_000;

    private int lastDay = -1;
    private long lastEpochDay;
    private String lastDate = "";
    private LocalDate lastLocalDate;

    /**
     * The time in microseconds since 1970, as {@link SensorDay#micros} gives it.
     *
     * @throws DateTimeException where the characters are no time
     */
    long micros(char[] chars, int offset, int length) {
        long fraction = microsOfSecond(chars, offset, length);
        if (fraction < 0
                || chars[offset + 4] != '-'
                || chars[offset + 7] != '-'
                || chars[offset + 10] != 'T'
                || chars[offset + 13] != ':'
                || chars[offset + 16] != ':') {
            return micros(new String(chars, offset, length));
        }
        int year = digits(chars, offset, 4);
        int month = digits(chars, offset + 5, 2);
        int day = digits(chars, offset + 8, 2);
        int hour = digits(chars, offset + 11, 2);
        int minute = digits(chars, offset + 14, 2);
        int second = digits(chars, offset + 17, 2);
        if (year < 0
                || month < 0
                || day < 0
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59) {
            return micros(new String(chars, offset, length));
        }
        int thisDay = (year * 100 + month) * 100 + day;
        if (thisDay != lastDay) {
            lastEpochDay = LocalDate.of(year, month, day).toEpochDay();
            lastDay = thisDay;
        }
        return (lastEpochDay * 86_400 + hour * 3_600 + minute * 60 + second) * MICROS_PER_SECOND + fraction;
    }

    /** As {@link #micros(char[], int, int)}, for every form of ISO 8601 with an offset. */
    long micros(String text) {
        return SensorDay.micros(OffsetDateTime.parse(text).toInstant());
    }

    /**
     * The day of a report: written as a date, or as midnight of one. Null for anything else, for any other time of day
     * belongs to two days, according to the zone.
     */
    LocalDate day(String text) {
        if (!text.equals(lastDate)) { // all of an answer's sensors have the same
            lastDate = text;
            lastLocalDate = parseDay(text);
        }
        return lastLocalDate;
    }

    private static LocalDate parseDay(String text) {
        try {
            if (text.length() == "2020-07-28".length()) {
                return LocalDate.parse(text);
            }
            OffsetDateTime midnight = OffsetDateTime.parse(text);
            return midnight.toLocalTime().equals(LocalTime.MIDNIGHT) ? midnight.toLocalDate() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The digits between the point and the final Z as microseconds; negative where the form is another one. */
    private static long microsOfSecond(char[] chars, int offset, int length) {
        if (length < LENGTH_WITHOUT_FRACTION || chars[offset + length - 1] != 'Z') {
            return -1;
        }
        int fractionDigits = length - LENGTH_WITHOUT_FRACTION - 1;
        if (fractionDigits < 0) {
            return 0;
        }
        int point = offset + LENGTH_WITHOUT_FRACTION - 1;
        if (chars[point] != '.' || fractionDigits == 0 || fractionDigits > 6) {
            return -1;
        }
        long micros = digits(chars, point + 1, fractionDigits);
        for (int i = fractionDigits; i < 6; i++) {
            micros *= 10;
        }
        return micros;
    }

    private static int digits(char[] chars, int offset, int count) {
        int value = 0;
        for (int i = offset; i < offset + count; i++) {
            int digit = chars[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
