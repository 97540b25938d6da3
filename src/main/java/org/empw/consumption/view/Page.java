package org.empw.consumption.view;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.LastReadings;
import org.empw.consumption.calculation.QualityCheck;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.view.PageRow.Kind;

/**
 * A picture of the day: one page of HTML that needs no network and no script. It shows which numbers not to believe, and
 * what each tank used.
 *
 * <p>It takes all sensors as they stream by, keeps those that can end up on the page, and sorts them in the end, when it
 * is known who fell silent. However many come, it keeps no more than three thousand of them.
 */
public final class Page implements DayObserver {
    /** Nobody looks at more of them, in either part of the page. */
    private static final int MAX_SHOWN = 1_000;

    private final Origin origin;
    private final PriorityQueue<PageRow> worst = new PriorityQueue<>(PageRow.WORST_FIRST.reversed());
    private final PriorityQueue<PageRow> largest = new PriorityQueue<>(PageRow.LARGEST_FIRST.reversed());

    /** The earliest of those about which silence would be the worst. */
    private final PriorityQueue<PageRow> earliest = new PriorityQueue<>(
            Comparator.<PageRow>comparingLong(row -> row.day().lastReading()).reversed());

    private LastReadings unsuspected = new LastReadings();
    private int suspected;
    private long medianLastReading;

    /** Which version made the page, and when. */
    public record Origin(String version, Instant madeAt) {}

    /**
     * What the run came to.
     *
     * @param summary what it counted and found, a sentence each
     * @param problems what failed, a sentence each
     * @param unsent the reports that the API certainly does not have, after a delivery
     * @param inDoubt the reports that the API may have, after a delivery
     */
    public record Ending(
            List<String> summary,
            List<String> problems,
            Set<ConsumptionReport.Key> unsent,
            Set<ConsumptionReport.Key> inDoubt) {}

    public Page(Origin origin) {
        this.origin = origin;
    }

    @Override
    public void restart() {
        List.of(worst, largest, earliest).forEach(PriorityQueue::clear);
        unsuspected = new LastReadings();
        suspected = 0;
    }

    @Override
    public void sensorDay(SensorDay day, Consumption consumption, String noReport, Map<QualityFlag, String> flags) {
        PageRow row = new PageRow(day, consumption, noReport, flags);
        Kind kind = row.kind();
        if (kind == Kind.FINE) {
            unsuspected.add(day);
            keep(row, largest);
        } else {
            suspected++;
            keep(row, worst);
        }
        if (row.isWorseWhenSilent()) {
            keep(row, earliest);
        }
    }

    private static void keep(PageRow row, PriorityQueue<PageRow> first) {
        if (first.size() == MAX_SHOWN) {
            if (first.comparator().compare(row, first.element()) <= 0) {
                return;
            }
            first.remove();
        }
        first.add(row);
    }

    @Override
    public void finish(long medianLastReading) {
        this.medianLastReading = medianLastReading;
    }

    /** The page, as a whole. */
    public String html(Ending ending) throws IOException {
        Set<PageRow> suspects = new LinkedHashSet<>(worst);
        suspects.addAll(earliest);
        suspects.removeIf(row -> row.kind() == Kind.FINE && !row.isSilent(medianLastReading));
        List<PageRow> toLookAt = new ArrayList<>();
        Set<ConsumptionReport.Key> unreported = new HashSet<>();
        for (PageRow row : suspects) {
            toLookAt.add(row.judged(medianLastReading));
            if (row.kind() == Kind.NO_REPORT) {
                unreported.add(row.key());
            }
        }
        toLookAt.sort(PageRow.WORST_FIRST);
        List<PageRow> worstOfAll = toLookAt.subList(0, Math.min(MAX_SHOWN, toLookAt.size()));

        int silent = 0;
        for (int i = 0; i < unsuspected.size(); i++) {
            silent += QualityCheck.isSilent(unsuspected.micros(i), medianLastReading) ? 1 : 0;
        }
        List<PageRow> others = new ArrayList<>(largest);
        others.removeIf(row -> row.isSilent(medianLastReading));
        int moreOthers = unsuspected.size() - silent - others.size();
        // One that contradicts a later one had a report when it came; the later one is among those to look at.
        others.removeIf(row -> unreported.contains(row.key()));
        others.sort(PageRow.LARGEST_FIRST);
        return new PageHtml(ending, worstOfAll, others).write(origin, suspected + silent, others.size() + moreOthers);
    }
}
