package org.empw.consumption.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.ReportSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reports in a file, one JSON object a line, as a run prints them.
 *
 * @param unsent those that are to be delivered
 * @param inDoubt those marked {@code "in_doubt":true}: the API may have them
 */
public record ReportFile(List<ConsumptionReport> unsent, List<ConsumptionReport> inDoubt) {
    private record Line(
            String sensorId,
            String date,
            BigDecimal consumption,
            @Nullable Boolean inDoubt) {}

    /** Set up when there is a line to read or write, for that takes longer than a small run without one. */
    private static final class Mapper {
        private static final JsonMapper JSON = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /** Prints a line for each report; {@code out} is flushed, stays open, and knows whether it took them. */
    public static void write(List<ConsumptionReport> reports, boolean inDoubt, PrintStream out) {
        if (reports.isEmpty()) {
            return;
        }
        try (SequenceWriter lines =
                Mapper.JSON.writerFor(Line.class).withRootValueSeparator("\n").writeValues(out)) {
            for (ConsumptionReport report : reports) {
                lines.write(new Line(
                        report.sensorId(), report.date().toString(), report.consumption(), inDoubt ? true : null));
            }
        }
        out.write('\n');
    }

    /**
     * Reads all lines, in UTF-8 or UTF-16, with or without a byte order mark; blank ones do not count. A report that is
     * there twice, once marked, is marked.
     *
     * @throws InvalidException naming the first line that is no report, or that contradicts an earlier one
     */
    public static ReportFile read(InputStream in) throws IOException, InvalidException {
        ReportSet all = new ReportSet();
        ReportSet unsent = new ReportSet();
        ReportSet inDoubt = new ReportSet();
        try (MappingIterator<Line> lines = Mapper.JSON.readerFor(Line.class).readValues(in)) {
            for (Optional<Line> next = next(lines); next.isPresent(); next = next(lines)) {
                int number = lines.currentLocation().getLineNr();
                ConsumptionReport report = report(next.get(), number);
                if (!all.add(report)) {
                    throw new InvalidException(
                            "line " + number + " gives a sensor another consumption than an earlier line does");
                }
                (Boolean.TRUE.equals(next.get().inDoubt) ? inDoubt : unsent).add(report);
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) { // Jackson looks at the first line when it opens the file
            throw noReport(1);
        }
        Set<ConsumptionReport.Key> marked = ConsumptionReport.keys(inDoubt.toList());
        List<ConsumptionReport> unmarked = unsent.toList();
        unmarked.removeIf(report -> marked.contains(report.key()));
        return new ReportFile(unmarked, inDoubt.toList());
    }

    private static Optional<Line> next(MappingIterator<Line> lines) throws InvalidException {
        try {
            if (!lines.hasNextValue()) {
                return Optional.empty();
            }
            Line line = lines.nextValue();
            if (line != null) {
                return Optional.of(line);
            }
        } catch (JacksonIOException e) {
            throw e;
        } catch (JacksonException e) {
            // named below
        }
        throw noReport(lines.currentLocation().getLineNr());
    }

    private static InvalidException noReport(int line) {
        return new InvalidException("line " + line + " is no report as this job prints them");
    }

    /** All reports of the file. */
    public List<ConsumptionReport> all() {
        return Stream.concat(unsent.stream(), inDoubt.stream()).toList();
    }

    /** The sensors that they are about. */
    public Set<String> sensors() {
        return all().stream().map(ConsumptionReport::sensorId).collect(Collectors.toSet());
    }

    private static ConsumptionReport report(Line line, int number) throws InvalidException {
        BigDecimal consumption = line.consumption;
        try {
            if (line.sensorId != null
                    && line.date != null
                    && consumption != null
                    && ConsumptionReport.isSensorId(line.sensorId)
                    && consumption.signum() >= 0
                    && consumption.scale() >= -20
                    && consumption.scale() <= 20
                    && consumption.precision() <= 40) {
                return new ConsumptionReport(line.sensorId, LocalDate.parse(line.date), consumption);
            }
        } catch (DateTimeException e) {
            // named below
        }
        throw new InvalidException("line " + number + " lacks a usable sensor_id, date or consumption");
    }

    /** A line is no report. The message is a clause that names it. */
    public static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1;

        InvalidException(String message) {
            super(message);
        }
    }
}
