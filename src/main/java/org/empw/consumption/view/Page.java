package org.empw.consumption.view;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SkippedReading;
import org.empw.consumption.text.Printable;

/**
 * A picture of the day: one HTML file that needs no network and no script. Each sensor's card is written to a temporary
 * file as it streams by; the page is put together at the end, when the summary and the largest consumption are known.
 */
public final class Page implements DayObserver, Closeable {

    /** More than these of one sensor tell nobody more. */
    private static final int MAX_NOTES = 20;

    private final Path file;
    private final Spool toLookAt = new Spool();
    private final Spool others = new Spool();
    private BigDecimal largest = BigDecimal.ZERO;
    private UncheckedIOException failure;
    private int sensorsToLookAt;
    private int sensors;

    /**
     * @param file where the page will be
     * @throws IOException when nothing can be written there
     */
    public Page(Path file) throws IOException {
        this.file = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = this.file.getParent();
        if (folder == null
                || !Files.isDirectory(folder)
                || Files.exists(this.file) && !Files.isRegularFile(this.file)) {
            throw new IOException("it is not a file in an existing folder");
        }
    }

    @Override
    public void restart() {
        toLookAt.clear();
        others.clear();
        largest = BigDecimal.ZERO;
        sensorsToLookAt = 0;
        sensors = 0;
    }

    @Override
    public void sensorDay(SensorDay day, Consumption consumption, boolean contradicted) {
        sensors++;
        largest = largest.max(consumption.total());
        boolean look = contradicted || !day.skipped().isEmpty() || day.size() < 2;
        if (look) {
            sensorsToLookAt++;
        }
        try {
            if (failure == null) {
                (look ? toLookAt : others).append(card(day, consumption, contradicted));
            }
        } catch (UncheckedIOException e) {
            failure = e; // a page is not worth a day's reports; write() tells
        }
    }

    /**
     * Puts the page in its place, so that there is never half of one.
     *
     * @param summary what the run came to, a sentence each
     */
    public void write(List<String> summary) throws IOException {
        if (failure != null) {
            throw failure.getCause();
        }
        Path fresh = Files.createTempFile(file.getParent(), "page", ".html");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
            Spool.print(
                    resource("page-head.html").replace("{{largest}}", largest.signum() == 0 ? "1" : plain(largest)),
                    out);
            for (String sentence : summary) {
                Spool.print("<p>" + Printable.html(sentence) + "</p>\n", out);
            }
            Spool.print("</header>\n", out);
            section("Sensors to look at first", sensorsToLookAt, toLookAt, out);
            section(sensorsToLookAt == 0 ? "Sensors" : "The other sensors", sensors - sensorsToLookAt, others, out);
            Spool.print("</body></html>\n", out);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        toLookAt.close();
        others.close();
    }

    private static void section(String title, int count, Spool cards, OutputStream out) throws IOException {
        if (count > 0) {
            Spool.print("<h2>" + title + " <small>" + count + "</small></h2>\n<main>\n", out);
            cards.copyTo(out);
            Spool.print("</main>\n", out);
        }
    }

    private static String card(SensorDay day, Consumption consumption, boolean contradicted) {
        StringBuilder card = new StringBuilder(2_048);
        card.append("<article style=\"--c:")
                .append(plain(consumption.total()))
                .append("\"><h3>")
                .append(Printable.html(day.sensorId()))
                .append("</h3>\n<p class=\"total\"><b>")
                .append(day.size() == 0 || contradicted ? "no report" : plain(consumption.total()))
                .append("</b> <span>")
                .append(day.date())
                .append(", ")
                .append(day.size())
                .append(day.size() == 1 ? " reading" : " readings")
                .append("</span></p>\n<div class=\"bar\"><i></i></div>\n");
        if (day.size() > 0) {
            card.append(new LevelCurve(day).svg()).append('\n');
        }
        notes(day, consumption, contradicted, card);
        return card.append("</article>\n").toString();
    }

    private static void notes(SensorDay day, Consumption consumption, boolean contradicted, StringBuilder card) {
        card.append("<ul>");
        if (contradicted) {
            note(
                    "comes more than once with different readings, as " + plain(consumption.total()) + " here",
                    "warn",
                    card);
        }
        if (consumption.falls() > 0) {
            note(
                    consumption.falls() + (consumption.falls() == 1 ? " fall" : " falls") + " ignored, "
                            + plain(consumption.fallen()) + " in all",
                    "fall",
                    card);
        }
        if (day.size() == 1) {
            note("a single reading: its 0 is a guess", "warn", card);
        }
        int shown = 0;
        for (SkippedReading reading : day.skipped()) {
            if (++shown > MAX_NOTES) {
                note("and " + (day.skippedCount() - MAX_NOTES) + " more left out", "warn", card);
                break;
            }
            note("left out: " + reading.reason(), "warn", card);
        }
        card.append("</ul>");
    }

    private static void note(String text, String kind, StringBuilder card) {
        card.append("<li class=\"")
                .append(kind)
                .append("\">")
                .append(Printable.html(text))
                .append("</li>");
    }

    private static String plain(BigDecimal number) {
        return number.toPlainString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
