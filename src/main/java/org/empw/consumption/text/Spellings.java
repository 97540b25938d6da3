package org.empw.consumption.text;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** The ways in which a text is written inside of others: JSON, HTML, an address, a form; also a mixture of them. */
final class Spellings {
    private static final Map<Integer, String> NAMES = Map.of(
            (int) '&', "amp", (int) '<', "lt", (int) '>', "gt", (int) '"', "quot", (int) '\'', "apos", 0xA0, "nbsp");

    private static final HexFormat HEX = HexFormat.of();

    /** JSON in JSON doubles each backslash. */
    private static final String BACKSLASHES = "\\\\+";

    private Spellings() {}

    /** Finds {@code text} in any of them. */
    static Pattern pattern(String text) {
        StringBuilder pattern = new StringBuilder();
        text.codePoints().forEach(c -> pattern.append(character(c)));
        return Pattern.compile(pattern.toString());
    }

    private static String character(int c) {
        String plain = Character.toString(c);
        StringJoiner ways = new StringJoiner("|", "(?:", ")");
        ways.add(Pattern.quote(plain));
        StringBuilder json = new StringBuilder();
        plain.chars().forEach(unit -> json.append(BACKSLASHES).append('u').append(hex(HEX.toHexDigits((char) unit))));
        ways.add(json);
        if (c == '"' || c == '\\' || c == '/' || c == '\'') {
            ways.add(BACKSLASHES + Pattern.quote(plain));
        }
        StringBuilder percent = new StringBuilder();
        for (byte b : plain.getBytes(StandardCharsets.UTF_8)) {
            percent.append("%(?:25)*").append(hex(HEX.toHexDigits(b)));
        }
        ways.add(percent);
        if (c == ' ') {
            ways.add("\\+");
        }
        String name = NAMES.containsKey(c) ? "|" + NAMES.get(c) : "";
        ways.add("&(?:amp;)*(?:#0*" + c + "|#[xX]0*" + hex(Integer.toHexString(c)) + name + ");");
        return ways.toString();
    }

    /** Hexadecimal digits in either case. */
    private static String hex(String digits) {
        StringBuilder either = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            boolean letter = Character.isLetter(digit);
            either.append(letter ? "[" + digit + Character.toUpperCase(digit) + "]" : String.valueOf(digit));
        }
        return either.toString();
    }
}
