package org.empw.consumption.text;

/**
 * Text from the server in a form that a terminal, a log and a page can show: whatever could move the cursor, set a
 * colour, turn the direction of writing or forge a line is written as an escape sequence of Java.
 */
public final class Escaped {
    private Escaped() {}

    public static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR ->
                    printable.append(c == '\n' ? "\\n" : String.format("\\u%04x", (int) c));
                default -> printable.append(c);
            }
        }
        return printable.toString();
    }

    /** As {@link #of}, and with nothing in it that HTML would take for markup. */
    public static String html(String text) {
        String printable = of(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return printable.replace("\"", "&quot;").replace("'", "&#39;");
    }
}
