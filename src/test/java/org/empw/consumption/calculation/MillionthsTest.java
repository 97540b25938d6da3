package org.empw.consumption.calculation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MillionthsTest {
    @ParameterizedTest
    @CsvSource({
        "104, 104000000",
        "-0.5, -500000",
        "0.0000004, 0",
        "0.0000005, 1",
        "-0.0000005, -1",
        "1e3, 1000000000",
        "5e-7, 1",
        "4e-7, 0",
        "1e-999999999, 0",
        "0e999999999, 0",
        "1000000000, 1000000000000000",
        "-1000000000, -1000000000000000",
        "1000000000.0000004, 1000000000000000",
        "0.99999995, 1000000"
    })
    void roundsALevelHalfUp(String level, long millionths) {
        assertEquals(millionths, Millionths.ofLevel(new BigDecimal(level)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000.0000005", "-1000000000.000001", "9999999999", "10000000000", "1e999999999"})
    void refusesAnAbsurdLevel(String level) {
        assertThrows(ArithmeticException.class, () -> Millionths.ofLevel(new BigDecimal(level)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.000001", "104000000, 104", "100000000000, 100000", "-500000, -0.5", "12300000, 12.3"})
    void writesNoTrailingZeroAndNoExponent(long millionths, String text) {
        assertEquals(text, Millionths.format(millionths));
        assertEquals(text, Millionths.toDecimal(millionths).toString());
    }
}
