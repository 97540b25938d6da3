package org.empw.consumption.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that a server echoes, as it pleases. */
class RedactorTest {
    private static final String SECRET = "a&b<\"ü\\ 7/é";

    @BeforeAll
    static void add() {
        Redactor.add(SECRET);
        Redactor.add("emqw");
        Redactor.add("emqw-S3cret");
        Redactor.add("overl");
        Redactor.add("lapping");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SECRET,
                "a&b<\\\"ü\\\\ 7/é",
                "a\\u0026b\\u003c\\\"\\u00fc\\\\ 7/\\u00E9",
                "a\\u0026b\\u003C\\u0022\\u00FC\\u005c\\u0020\\u0037\\/\\u00e9",
                "a\\\\u0026b\\\\u003c\\\\\\\"ü\\\\\\\\ 7/é",
                "a&amp;b&lt;&quot;ü\\ 7/é",
                "a&amp;b&lt;&#34;&#252;&#x5C; 7&#x2f;&#xe9;",
                "a&amp;amp;b&amp;lt;&amp;quot;ü\\ 7/é",
                "a%26b%3C%22%C3%BC%5C+7%2F%C3%A9",
                "a%26b%3c%22%c3%bc%5c%207/%c3%a9",
                "a%2526b%253C%2522%25C3%25BC%255C%25207%252F%25C3%25A9",
            })
    void hidesASecretHoweverItIsWritten(String echo) {
        assertEquals("you sent [hidden].", Redactor.redact("you sent " + echo + "."));
        byte[] bytes = ("you sent " + echo).getBytes(StandardCharsets.UTF_8);
        for (int length = bytes.length; length >= 9 + 4; length--) {
            String shown = Excerpt.of(Arrays.copyOf(bytes, length));
            assertEquals("\"you sent [hidden]\"", shown, "cut at byte " + length);
        }
    }

    @Test
    void hidesTheLongerOfTwoOfWhichOneIsTheOthersBeginning() {
        assertEquals("[hidden] and [hidden]!", Redactor.redact("emqw-S3cret and emqw!"));
        assertEquals("\"x [hidden]\"", Excerpt.of("x emqw-S3".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void leavesNoEndOfASecretThatBeginsInAnother() {
        assertEquals("x[hidden]x", Redactor.redact("xoverlappingx"));
    }

    @Test
    void leavesOtherTextAsItIs() {
        String text = "100 % & more + \\u00e9: 7/8";
        assertEquals(text, Redactor.redact(text));
        assertEquals('"' + text + '"', Excerpt.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
