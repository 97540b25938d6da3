package org.empw.consumption.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.text.Escaped;
import org.empw.consumption.text.Figure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What a run that ended came to, whether all of it went well or not.
 *
 * @param exitCode the one code for all of it
 * @param distrust why the day is not to be trusted, as a sentence; empty where it is
 * @param problems what became of the reports that were not stored, a sentence each
 * @param figures what was done, in numbers
 * @param quality how good the data is, in numbers; empty where there was none
 * @param findings which sensors sent nothing, are not registered or have no report, a sentence each
 * @param warnings what is wrong with the data of the others, a sentence each
 */
public record RunSummary(
        ExitCode exitCode,
        Optional<String> distrust,
        List<String> problems,
        List<Figure> figures,
        List<Figure> quality,
        List<String> findings,
        List<String> warnings) {
    private static final Logger log = LoggerFactory.getLogger(RunSummary.class);

    /** Of which only the code is known. */
    static RunSummary of(ExitCode code) {
        return new RunSummary(code, Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /**
     * What was done with the reports.
     *
     * @param code that of the delivery, or of what was done instead
     * @param isNothingSent whether no report of this run may be stored
     * @param counts in numbers
     * @param problems what became of those that were not stored, a sentence each
     */
    record Outcome(ExitCode code, boolean isNothingSent, List<Figure> counts, List<String> problems) {}

    /** Sums a run up, and logs its figures. */
    static RunSummary of(DayProcessor day, SensorCheck check, DayTrust trust, Outcome outcome, double seconds) {
        List<String> findings = new ArrayList<>(check.findings());
        findings.addAll(day.withoutReport());
        RunSummary summary = new RunSummary(
                code(day, check, trust, outcome),
                trust.distrust(),
                outcome.problems,
                day.counts(outcome.counts, seconds),
                day.isEmpty() ? List.of() : day.quality(),
                findings,
                day.warnings());
        summary.logFigures();
        return summary;
    }

    private static ExitCode code(DayProcessor day, SensorCheck check, DayTrust trust, Outcome outcome) {
        if (trust.isUseless() && outcome.isNothingSent && outcome.code != ExitCode.REFUSED) {
            return ExitCode.NOTHING_SENT;
        }
        boolean isComplete = day.isComplete()
                && check.findings().isEmpty()
                && trust.distrust().isEmpty();
        return outcome.code == ExitCode.OK && !isComplete ? ExitCode.DATA_SKIPPED : outcome.code;
    }

    /** What a monitor is told. */
    public String ping() {
        return exitCode.ping(distrust.isEmpty());
    }

    /** Logs the figures, as a sentence and as data. */
    private void logFigures() {
        if (distrust.isPresent()) {
            log.error(distrust.get());
        }
        log(figures, figuresSentence());
        if (!quality.isEmpty()) {
            log(quality, qualitySentence());
        }
    }

    private static void log(List<Figure> figures, String sentence) {
        LoggingEventBuilder event = log.atInfo();
        for (Figure figure : figures) {
            event = event.addKeyValue(figure.key(), figure.value());
        }
        event.log(sentence);
    }

    private String figuresSentence() {
        return "Summary: " + said(figures);
    }

    private String qualitySentence() {
        String said = said(quality);
        String nothing = exitCode == ExitCode.OK ? "nothing strange" : "no sensor is flagged";
        return "Data: " + (said.isEmpty() ? nothing : said);
    }

    private static String said(List<Figure> figures) {
        StringJoiner said = new StringJoiner(", ");
        for (Figure figure : figures) {
            if (figure.isSaid()) {
                said.add(figure.toString());
            }
        }
        return said.toString();
    }

    /** All of it, for whoever reads nothing else: the worst first. Each line is one sentence, whatever a sensor is called. */
    public String text() {
        List<String> sentences = new ArrayList<>(problems);
        if (distrust.isPresent()) {
            boolean isWorst = problems.isEmpty() || exitCode == ExitCode.IN_DOUBT;
            sentences.add(isWorst ? 0 : 1, distrust.get()); // after what failed today
        }
        sentences.add(figuresSentence());
        if (!quality.isEmpty()) {
            sentences.add(qualitySentence());
        }
        sentences.addAll(findings);
        sentences.addAll(warnings);
        sentences.replaceAll(Escaped::of);
        return String.join("\n", sentences);
    }

    /** What a page of the day counts: how long the run took is not about the day. */
    List<Figure> dayFigures() {
        return Stream.concat(figures.stream(), quality.stream())
                .filter(figure -> !figure.key().equals("seconds"))
                .toList();
    }
}
