package org.empw.consumption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of commands in a document.
 *
 * @param section of the document, as a link has it
 * @param situation in which a test runs it, from the comment above it; empty where it has none
 */
record DocsCommands(Path document, String section, String situation, String commands) {
    private static final Pattern SITUATION = Pattern.compile("<!-- run: (.*) -->");

    /** All blocks of a document, which are indented by four spaces. */
    static List<DocsCommands> of(Path document) throws IOException {
        List<DocsCommands> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        String section = "";
        String before = "";
        boolean fenced = false;
        for (String line : (Files.readString(document) + "\n.").split("\n", -1)) {
            fenced ^= line.startsWith("```");
            if (line.startsWith("    ") && !fenced) {
                block.append(line.strip()).append('\n');
                continue;
            }
            if (block.length() > 0) {
                Matcher comment = SITUATION.matcher(before);
                String situation = comment.matches() ? comment.group(1) : "";
                blocks.add(new DocsCommands(document, section, situation, block.toString()));
                block.setLength(0);
            }
            section = line.startsWith("#") ? anchor(line.replaceFirst("^#+ ", "")) : section;
            before = line.isBlank() ? before : line;
        }
        return blocks;
    }

    /** The end of a link to a section with this title. */
    static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }

    /** Runs a script in bash, in which {@code job} and {@code java -jar ANY} are the classes under test. */
    static String bash(Path directory, Map<String, String> environment, String script)
            throws IOException, InterruptedException {
        String main = "\"$JAVA\" -XX:TieredStopAtLevel=1 -cp \"$CLASSES\" org.empw.consumption.Main ";
        String job = "job() { " + main + "\"$@\"; }\njava() { " + main + "\"${@:3}\"; }\n";
        Path output = Files.createTempFile(directory, "output", "");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", job + script).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("CLASSES", System.getProperty("java.class.path"));
        Process bash = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        bash.getOutputStream().close();
        bash.waitFor();
        return Files.readString(output);
    }
}
