package org.empw.consumption.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Random;
import org.empw.consumption.calculation.Micros;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeParserTest {
    private final TimeParser parser = new TimeParser();

    @ParameterizedTest
    @CsvSource({
        "2020-07-28T04:15:19.554Z, 2020-07-28T04:15:19.554Z",
        "2020-07-28T04:15:19Z, 2020-07-28T04:15:19Z",
        "2020-07-28T04:15:19.1Z, 2020-07-28T04:15:19.100Z",
        "2020-07-28T04:15:19.123456Z, 2020-07-28T04:15:19.123456Z",
        "2020-07-28T04:15:19.000001Z, 2020-07-28T04:15:19.000001Z",
        "2020-07-28T04:15:19.123456789Z, 2020-07-28T04:15:19.123456Z",
        "2020-07-28T06:15:19.554+02:00, 2020-07-28T04:15:19.554Z",
        "2020-07-28T04:15Z, 2020-07-28T04:15:00Z",
        "2020-01-01T00:00:00.000Z, 2020-01-01T00:00:00Z",
        "2020-12-31T23:59:59.999999Z, 2020-12-31T23:59:59.999999Z",
        "2020-02-29T23:59:59.999Z, 2020-02-29T23:59:59.999Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T00:00:00Z, 9999-12-31T00:00:00Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500Z"
    })
    void readsATime(String text, String time) {
        assertEquals(Instant.parse(time), Micros.toInstant(micros(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2020-07-28",
                "2020-07-28T04:15:19.554",
                "2020-13-28T04:15:19Z",
                "2020-00-28T04:15:19Z",
                "2020-07-00T04:15:19Z",
                "2020-07-32T04:15:19Z",
                "2020-02-30T04:15:19Z",
                "2021-02-29T04:15:19Z",
                "0000-00-00T05:00:00.000Z",
                "2020-07-28T24:15:19Z",
                "2020-07-28T04:60:19Z",
                "2020-07-28T04:15:60Z",
                "2020-07-28 04:15:19.554Z",
                "2020/07/28T04:15:19Z",
                "2020-07/28T04:15:19Z",
                "2020-07-28T04-15:19Z",
                "2020-07-28T04:15-19Z",
                "2020-07-28T04:15:19.55x4Z",
                "2020-07-28T04:15:19,554Z",
                "x020-07-28T04:15:19Z",
                "2020-x7-28T04:15:19Z",
                "2020-07-x8T04:15:19Z",
                "2020-07-28Tx4:15:19Z",
                "2020-07-28T04:x5:19Z",
                "2020-07-28T04:15:x9Z",
                "2020-07-28T04:15:19.1234567890Z",
                "2020-07-28T04:15:19X"
            })
    void refusesWhatIsNoTime(String text) {
        assertThrows(DateTimeException.class, () -> micros(text));
    }

    /** The fast way and the slow one give the same, for times and for what is nearly one. */
    @Test
    void agreesWithTheJdkOnRandomTexts() {
        Random random = new Random(1);
        String alphabet = "0123456789-:.TZ+/ ";
        for (int i = 0; i < 100_000; i++) {
            long second = random.nextInt(4) == 0 ? random.nextLong() % 60_000_000_000L : random.nextInt();
            Instant time = Instant.ofEpochSecond(second, random.nextInt(1_000) * 1_000_000L);
            StringBuilder text = new StringBuilder(time.toString());
            if (random.nextBoolean()) {
                text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertEquals(slow(text.toString()), fast(text.toString()), text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-07-28", "2020-07-28T00:00:00.000Z", "2020-07-28T00:00:00+02:00", "2020-07-28T00:00Z"})
    void readsTheDay(String text) {
        assertEquals(Optional.of(LocalDate.parse("2020-07-28")), parser.day(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "28.7.2020",
                "2020-7-28",
                "2020-02-30",
                "2020-07-28T22:00:00Z",
                "2020-07-28T00:00:00.001Z",
                "yesterday!",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z"
            })
    void refusesWhatIsNoDay(String text) {
        assertEquals(Optional.empty(), parser.day(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z"})
    void readsTheFirstAndTheLastDay(String text) {
        assertEquals(text.substring(0, 10), parser.day(text).orElseThrow().toString());
    }

    private String fast(String text) {
        try {
            return String.valueOf(micros(text));
        } catch (DateTimeException | ArithmeticException e) {
            return "no time";
        }
    }

    private static String slow(String text) {
        try {
            return String.valueOf(Micros.of(OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException | ArithmeticException e) {
            return "no time";
        }
    }

    private long micros(String text) {
        char[] buffer = ("##" + text + "##").toCharArray();
        return parser.micros(buffer, 2, text.length());
    }
}
