package org.empw.consumption.view;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.ReadingTimes;
import org.empw.consumption.calculation.SensorResult;
import org.empw.consumption.text.Figure;

/**
 * A picture of the day: one page of HTML that needs no network and no script. It shows which numbers not to believe,
 * and what each tank used.
 *
 * <p>It takes all sensors as they stream by and keeps those that can end up on the page, no more than three thousand;
 * which ones do is known in the end, with the sensors that fell silent.
 */
public final class Page {
    /** Nobody looks at more of them, in either part of the page. */
    private static final int MAX_SHOWN = 1_000;

    private static final Comparator<SensorResult> LARGEST_FIRST = Comparator.<SensorResult>comparingLong(
                    result -> -result.consumption().total())
            .thenComparing(result -> result.day().sensorId());

    /** By what is wrong, as the page explains it; of equals the largest first. */
    private static final Comparator<SensorResult> WORST_FIRST =
            Comparator.comparing(Problem::of).thenComparing(Page::worstFlag).thenComparing(LARGEST_FIRST);

    private static final Comparator<SensorResult> EARLIEST_FIRST =
            Comparator.comparingLong(result -> result.day().lastReading());

    private final Generator generator;
    private final PriorityQueue<SensorResult> worst = new PriorityQueue<>(WORST_FIRST.reversed());
    private final PriorityQueue<SensorResult> largest = new PriorityQueue<>(LARGEST_FIRST.reversed());

    /** Sensors whose worst problem could turn out to be silence, earliest last reading first. */
    private final PriorityQueue<SensorResult> earliest = new PriorityQueue<>(EARLIEST_FIRST.reversed());

    private int fine;
    private int notFine;
    private boolean isAnyCompared;

    /** What is the worst about a sensor, the worst first. */
    private enum Problem {
        NO_REPORT,
        FLAGGED,
        READINGS_SKIPPED,
        NO_READING,
        NONE;

        static Problem of(SensorResult result) {
            if (!result.hasReadings()) {
                return NO_READING;
            }
            if (!result.noReport().isEmpty()) {
                return NO_REPORT;
            }
            return result.isFine() ? NONE : result.flags().isEmpty() ? READINGS_SKIPPED : FLAGGED;
        }
    }

    /** What made the page, and when. */
    public record Generator(String version, Instant madeAt) {}

    /**
     * What the run came to.
     *
     * @param figures what it counted
     * @param notes what it found, a sentence each
     * @param problems what failed, a sentence each
     * @param unsent the reports that the API certainly does not have, after a delivery
     * @param inDoubt the reports that the API may have, after a delivery
     */
    public record RunOutcome(
            List<Figure> figures,
            List<String> notes,
            List<String> problems,
            Set<ConsumptionReport.Key> unsent,
            Set<ConsumptionReport.Key> inDoubt) {}

    public Page(Generator generator) {
        this.generator = generator;
    }

    public void add(SensorResult result) {
        isAnyCompared |= result.history().isCompared();
        Problem problem = Problem.of(result);
        if (problem == Problem.NONE) {
            fine++;
            keep(result, largest);
        } else {
            notFine++;
            keep(result, worst);
        }
        boolean silenceIsWorse = switch (problem) {
            case NONE, READINGS_SKIPPED -> true;
            case FLAGGED -> worstFlag(result).compareTo(QualityFlag.SILENT) > 0;
            case NO_REPORT, NO_READING -> false;
        };
        if (silenceIsWorse) {
            keep(result, earliest);
        }
    }

    /** The worst flag of a sensor; of one without, the only one that it can still get. */
    private static QualityFlag worstFlag(SensorResult result) {
        return result.flags().isEmpty()
                ? QualityFlag.SILENT
                : Collections.min(result.flags().keySet());
    }

    private static void keep(SensorResult result, PriorityQueue<SensorResult> kept) {
        kept.add(result);
        if (kept.size() > MAX_SHOWN) {
            kept.remove();
        }
    }

    /** The page, as a whole; {@code readingTimes} are those of all sensors. */
    public String html(RunOutcome outcome, ReadingTimes readingTimes) throws IOException {
        long median = readingTimes.medianOfLast();
        Set<SensorResult> suspects = new LinkedHashSet<>(worst);
        suspects.addAll(earliest);
        List<SensorResult> toLookAt = suspects.stream()
                .map(result -> result.withSilence(median))
                .filter(result -> !result.isFine())
                .sorted(WORST_FIRST)
                .toList();
        List<SensorResult> worstOfAll = toLookAt.subList(0, Math.min(MAX_SHOWN, toLookAt.size()));

        int silent = (int) readingTimes.silent().stream()
                .filter(ReadingTimes.OfSensor::isFine)
                .count();
        List<SensorResult> others = new ArrayList<>(largest);
        others.removeIf(result -> result.isSilent(median));
        int moreOthers = fine - silent - others.size();
        // One that contradicts a later one had a report when it came; the later one is among those to look at.
        Set<ConsumptionReport.Key> unreported = new HashSet<>();
        toLookAt.stream()
                .filter(result -> Problem.of(result) == Problem.NO_REPORT)
                .forEach(result -> unreported.add(result.key()));
        others.removeIf(result -> unreported.contains(result.key()));
        others.sort(LARGEST_FIRST);
        return new PageHtml(outcome, worstOfAll, others, isAnyCompared)
                .write(generator, notFine + silent, others.size() + moreOthers);
    }
}
