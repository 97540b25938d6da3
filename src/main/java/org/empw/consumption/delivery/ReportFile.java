package org.empw.consumption.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PushbackInputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.ReportDate;
import org.empw.consumption.calculation.ReportSet;
import org.empw.consumption.ledger.SentReport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reports in a file, one JSON object a line, as a run prints them.
 *
 * @param unsent those that are to be delivered
 * @param inDoubt those marked {@code "in_doubt":true}: the API may have them
 * @param stored those marked {@code "stored":true}: the API has them, and only the ledger does not know
 * @param passedOver how many lines held no report, such as those of a log
 */
public record ReportFile(
        List<SentReport> unsent, List<SentReport> inDoubt, List<ConsumptionReport> stored, int passedOver) {
    /** What a Windows shell may write before the first line; UTF-16 takes its own away. */
    private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** How a line is marked. */
    public enum Mark {
        UNSENT,
        IN_DOUBT,
        STORED
    }

    /** The batch is a string, because programs such as jq round a number of that size. */
    private record Line(
            String sensorId,
            String date,
            BigDecimal consumption,
            @Nullable Boolean inDoubt,
            @Nullable Boolean stored,
            @Nullable String batch) {}

    /** Set up when there is a line to read or write, because that takes longer than a small run without one. */
    private static final class Mapper {
        private static final JsonMapper JSON = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** Prints a line for each report; {@code out} is flushed, stays open, and knows whether it took them. */
    public static void write(List<SentReport> reports, Mark mark, PrintStream out) {
        if (reports.isEmpty()) {
            return;
        }
        try (SequenceWriter lines =
                Mapper.JSON.writerFor(Line.class).withRootValueSeparator("\n").writeValues(out)) {
            for (SentReport sent : reports) {
                ConsumptionReport report = sent.report();
                lines.write(new Line(
                        report.sensorId(),
                        report.date().toString(),
                        report.consumption(),
                        mark == Mark.IN_DOUBT ? true : null,
                        mark == Mark.STORED ? true : null,
                        sent.batchId().isEmpty()
                                ? null
                                : String.valueOf(sent.batchId().getAsLong())));
            }
        }
        out.write('\n');
    }

    /**
     * Reads all lines, in UTF-8, or in UTF-16 with a byte order mark. What stands before the object in a line, as in a
     * log, does not count, nor does a line without one. A report that is there twice, once marked, is marked.
     *
     * @throws IOException naming the first line that is no report, or that contradicts an earlier one
     */
    public static ReportFile read(InputStream in) throws IOException {
        ReportSet all = new ReportSet();
        Map<ConsumptionReport.Key, SentReport> unsent = new LinkedHashMap<>();
        Map<ConsumptionReport.Key, SentReport> inDoubt = new LinkedHashMap<>();
        Map<ConsumptionReport.Key, SentReport> stored = new LinkedHashMap<>();
        int passedOver = 0;
        int number = 0;
        BufferedReader lines = reader(in);
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            number++;
            int start = start(text);
            if (start < 0) {
                passedOver += text.isBlank() ? 0 : 1;
                continue;
            }
            Line line = parse(text.substring(start), number);
            SentReport sent = sent(line, number);
            if (!all.add(sent.report())) {
                throw new IOException(
                        "line " + number + " gives a sensor another consumption than an earlier line does");
            }
            boolean isStored = Boolean.TRUE.equals(line.stored);
            (isStored ? stored : Boolean.TRUE.equals(line.inDoubt) ? inDoubt : unsent)
                    .put(sent.report().key(), sent);
        }
        if (all.days().isEmpty() && passedOver > 0) {
            throw new IOException("none of its " + passedOver + " lines is a report as this job prints them");
        }
        inDoubt.keySet().removeAll(stored.keySet());
        unsent.keySet().removeAll(stored.keySet());
        unsent.keySet().removeAll(inDoubt.keySet());
        return new ReportFile(
                List.copyOf(unsent.values()),
                List.copyOf(inDoubt.values()),
                SentReport.reports(List.copyOf(stored.values())),
                passedOver);
    }

    /** Where the report in a line begins, negative where there is none. A log, as text or JSON, may speak of a sensor_id, too. */
    private static int start(String text) {
        boolean isObject = text.stripLeading().startsWith("{") && !text.contains("\"level\":");
        return isObject && text.contains("sensor_id") ? text.indexOf('{') : text.indexOf("{\"sensor_id\":\"");
    }

    private static BufferedReader reader(InputStream in) throws IOException {
        PushbackInputStream start = new PushbackInputStream(in, 3);
        byte[] mark = start.readNBytes(3);
        if (!Arrays.equals(mark, UTF_8_MARK)) {
            start.unread(mark);
        }
        boolean isUtf16 = mark.length >= 2 && (mark[0] & mark[1] & 0xfe) == 0xfe; // FE FF or FF FE
        Charset charset = isUtf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        return new BufferedReader(new InputStreamReader(start, charset));
    }

    private static Line parse(String object, int number) throws IOException {
        try {
            return Mapper.JSON.readValue(object, Line.class);
        } catch (JacksonException e) {
            throw new IOException("line " + number + " is no report as this job prints them");
        }
    }

    private static SentReport sent(Line line, int number) throws IOException {
        BigDecimal consumption = line.consumption;
        Optional<LocalDate> date = line.date == null ? Optional.empty() : ReportDate.parse(line.date);
        boolean isUsable = line.sensorId != null
                && date.isPresent()
                && consumption != null
                && ConsumptionReport.isSensorId(line.sensorId)
                && consumption.signum() >= 0
                && consumption.scale() >= -20
                && consumption.scale() <= 20
                && consumption.precision() <= 40;
        if (!isUsable) {
            throw new IOException("line " + number + " lacks a usable sensor_id, date or consumption");
        }
        try {
            OptionalLong batch =
                    line.batch == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(line.batch));
            return new SentReport(new ConsumptionReport(line.sensorId, date.get(), consumption), batch);
        } catch (NumberFormatException e) {
            throw new IOException("line " + number + " has a batch that this job did not print");
        }
    }

    /** All reports of the file. */
    public List<ConsumptionReport> all() {
        return Stream.of(SentReport.reports(unsent), SentReport.reports(inDoubt), stored)
                .flatMap(List::stream)
                .toList();
    }

    /** The same file without the unsent and in-doubt reports that have none of {@code keys}. */
    public ReportFile only(Set<ConsumptionReport.Key> keys) {
        return new ReportFile(
                unsent.stream()
                        .filter(sent -> keys.contains(sent.report().key()))
                        .toList(),
                inDoubt.stream()
                        .filter(sent -> keys.contains(sent.report().key()))
                        .toList(),
                stored,
                passedOver);
    }

    /** The sensors that they are about. */
    public Set<String> sensors() {
        return all().stream().map(ConsumptionReport::sensorId).collect(Collectors.toSet());
    }
}
