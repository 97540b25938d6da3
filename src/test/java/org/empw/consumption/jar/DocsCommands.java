package org.empw.consumption.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.empw.consumption.support.Docs;

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
            section = line.startsWith("#") ? Docs.anchor(line.replaceFirst("^#+ ", "")) : section;
            before = line.isBlank() ? before : line;
        }
        return blocks;
    }

    /** Runs a script in bash, in which {@code job} and {@code java -jar ANY} are the packaged jar. */
    static String bash(Path directory, Map<String, String> environment, String script)
            throws IOException, InterruptedException {
        String java = "'" + String.join("' '", ClassArchive.command()) + "' ";
        String job = "job() { " + java + "\"$@\"; }\njava() { " + java + "\"${@:3}\"; }\n";
        Path output = Files.createTempFile(directory, "output", "");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", job + script).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("LANG", "C.UTF-8");
        Process bash = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        bash.getOutputStream().close();
        bash.waitFor();
        return Files.readString(output);
    }
}
