package org.empw.consumption.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import org.empw.consumption.calculation.Millionths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelParserTest {
    @ParameterizedTest
    @CsvSource({
        "126.0, 126000000",
        "126, 126000000",
        "-0.5, -500000",
        "0, 0",
        "-0, 0",
        "00012, 12000000",
        "' 7 ', 7000000",
        "0.30000000000000004, 300000",
        "12.300000000000001, 12300000",
        "0.1234567, 123457",
        "0.1234564999, 123456",
        "0.12345649, 123456",
        "-0.1234565, -123457",
        "0.9999995, 1000000",
        "0.00000049, 0",
        "1., 1000000",
        "1000000000, 1000000000000000",
        "-1000000000.0000004, -1000000000000000",
        "1e3, 1000000000",
        "1.5E-3, 1500",
        "1e-999999999, 0",
        "12345678901e-5, 123456789010",
        "0000000000000000000000001.5, 1500000"
    })
    void readsALevelInMillionths(String text, long millionths) {
        assertEquals(millionths, parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "-.",
                "NaN",
                "Infinity",
                "12 34",
                "twelve",
                "1e999999999",
                "-1e999999999",
                "1e10",
                "0x1",
                "1000000001",
                "1000000000.0000005",
                "-1000000000.000001",
                "9999999999",
                "10000000000",
                "123456789012345678901234567890",
                "1.2.3",
                "1-2",
                "--1",
                "1.5x",
                "."
            })
    void refusesWhatIsNoNumberOrAbsurd(String text) {
        assertEquals(LevelParser.UNUSABLE, parse(text));
    }

    @Test
    void readsAMillionDigitsInNoTime() {
        assertEquals(LevelParser.UNUSABLE, parse("1" + "0".repeat(1_000_000)));
        assertEquals(1_000_000, parse("0." + "9".repeat(1_000_000)));
        assertEquals(LevelParser.UNUSABLE, parse("0." + "9".repeat(1_000_000) + "e1"));
        assertEquals(0, parse("0".repeat(998) + "e1"));
    }

    @Test
    void readsWhatIsInTheMiddleOfABuffer() {
        assertEquals(12_500_000, LevelParser.parse("99912.5999".toCharArray(), 3, 4));
    }

    /** The fast way and the slow one give the same. */
    @Test
    void agreesWithBigDecimalOnRandomNumbers() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            BigDecimal number = BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(20));
            String text = number.toPlainString();
            long expected;
            try {
                expected = Millionths.ofLevel(number);
            } catch (ArithmeticException e) {
                expected = LevelParser.UNUSABLE;
            }
            assertEquals(expected, parse(text), text);
        }
    }

    private static long parse(String text) {
        return LevelParser.parse(text.toCharArray(), 0, text.length());
    }
}
