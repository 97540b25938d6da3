package org.empw.consumption.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.empw.consumption.text.Redactor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of an answer that is not the readings, is cut short, or is too long. */
class MalformedReadingsTest extends ReadingsParserTestBase {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n ",
                "[",
                "[{\"sensor_id\":\"a\"",
                "[{\"sensor_id\":\"a\",\"data\":[{\"water_level\":12",
                "[{},"
            })
    void saysWhenItIsCutShort(String json) {
        assertThrows(EOFException.class, () -> parse(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}               | true  | it is not a JSON array and begins with \"{}\"",
                "null             | true  | it is not a JSON array and begins with \"null\"",
                "\"x\"            | true  | it is not a JSON array and begins with \"\"x\"\"",
                "<html>Sign in    | false | it is not JSON and begins with \"<html>Sign in\"",
                "Retry later      | false | it is not JSON and begins with \"Retry later\"",
                "[]]              | true  | it is not valid JSON at byte 2",
                "[] []            | true  | something follows the end of its array",
                "[}               | true  | it is not valid JSON at byte 1",
                "[{\"a\":01}]     | true  | it is not valid JSON at byte 7",
                "[,]              | true  | it is not valid JSON at byte 1"
            })
    void saysWhatCameInsteadOfTheReadings(String text, boolean json, String message) {
        MalformedResponseException e = assertThrows(MalformedResponseException.class, () -> parse(text));
        assertEquals(json, e.isJson);
        assertEquals(message, e.getMessage());
    }

    @Test
    void neverShowsASecretThatTheServerEchoes() {
        Redactor.add("s3cret-token");
        for (String text : List.of(
                "<p>Bearer s3cret-token</p>",
                "<p>" + "x".repeat(90) + "s3cret-token",
                "<" + " ".repeat(189) + "s3cret-token",
                "s3cret-token")) {
            MalformedResponseException e = assertThrows(MalformedResponseException.class, () -> parse(text));
            assertFalse(e.getMessage().contains("s3cr"), e.getMessage());
        }
    }

    @Test
    void passesOverUnknownPropertiesHoweverDeep() throws Exception {
        parse("[{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000)
                + ",\"sensor_id\":\"a\",\"date\":\"2020-07-28\",\"data\":[]}]");
        assertEquals("a", days.get(0).sensorId());
    }

    @Test
    void stopsAtWhatWouldFillTheMemory() {
        for (String json : List.of(
                "[".repeat(200_000),
                "[{\"sensor_id\":\"" + "x".repeat(1_100_000) + "\"}]",
                "[" + "1".repeat(1_000_001) + "]",
                "[{\"" + "x".repeat(60_000) + "\":1}]")) {
            MalformedResponseException e = assertThrows(MalformedResponseException.class, () -> parse(json));
            assertTrue(e.getMessage().contains("longer or deeper"), e.getMessage());
        }
    }

    @Test
    void passesOnThatReadingFailed() {
        InputStream broken = new InputStream() {
            private final InputStream beginning = stream("[" + " ".repeat(9_000));

            @Override
            public int read() throws IOException {
                throw new IOException("not asked for");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = beginning.read(bytes, offset, length);
                if (read < 0) {
                    throw new IOException("connection reset");
                }
                return read;
            }
        };
        assertEquals(
                "connection reset",
                assertThrows(IOException.class, () -> ReadingsParser.parse(broken, readings))
                        .getMessage());
    }
}
