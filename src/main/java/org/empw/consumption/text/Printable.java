package org.empw.consumption.text;

/**
 * Text from the server in a form that a terminal, a log and a page can show: whatever could move the cursor, set a
 * colour, turn the direction of writing or forge a line is written as an escape sequence of Java.
 */
public final class Printable {
    private Printable() {}

    public static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            append(text.charAt(i), printable);
        }
        return printable.toString();
    }

    /** As {@link #of}, and with nothing in it that HTML would take for markup. */
    public static String html(String text) {
        return of(text).replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static void append(char c, StringBuilder printable) {
        if ((c >= ' ' && c <= '~') || isHarmless(c)) {
            printable.append(c);
        } else if (c == '\n') {
            printable.append("\\n");
        } else {
            printable.append("\\u").append(Integer.toHexString(0x10000 + c), 1, 5);
        }
    }

    private static boolean isHarmless(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
