package org.empw.consumption.calculation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MillionthsTest {
    @ParameterizedTest
    @CsvSource({
        "104, 104000000",
        "-0.5, -500000",
        "12.300000000000001, 12300000",
        "0.0000004, 0",
        "0.0000005, 1",
        "-0.0000005, -1",
        "1e3, 1000000000",
        "4e-7, 0",
        "1000000000, 1000000000000000",
        "-1000000000, -1000000000000000",
        "1000000000.00000004, 1000000000000000",
        "0.99999995, 1000000"
    })
    void roundsALevelHalfUp(double level, long millionths) {
        assertEquals(millionths, Millionths.ofLevel(level));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1000000000.0000005, -1000000000.000001, 1e10, 1e300, Double.NEGATIVE_INFINITY, Double.NaN})
    void refusesAnAbsurdLevel(double level) {
        assertThrows(ArithmeticException.class, () -> Millionths.ofLevel(level));
    }

    @Test
    void isExactForAnyLevelOfSixDecimals() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            long millionths = random.nextLong(-Millionths.MAX_LEVEL, Millionths.MAX_LEVEL + 1) >> random.nextInt(50);
            String written = Millionths.format(millionths);
            assertEquals(millionths, Millionths.ofLevel(Double.parseDouble(written)), written);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.000001", "104000000, 104", "100000000000, 100000", "-500000, -0.5", "12300000, 12.3"})
    void writesNoTrailingZeroAndNoExponent(long millionths, String text) {
        assertEquals(text, Millionths.format(millionths));
        assertEquals(text, Millionths.toDecimal(millionths).toString());
    }
}
