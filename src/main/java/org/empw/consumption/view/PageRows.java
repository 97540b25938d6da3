package org.empw.consumption.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.LastReadings;
import org.empw.consumption.calculation.QualityCheck;
import org.empw.consumption.view.PageRow.Kind;

/**
 * Takes all sensors as they stream by, keeps those that can end up on the page, and sorts them in the end, when it is
 * known who fell silent. However many come, it keeps no more than three thousand of them.
 */
final class PageRows {
    /** Nobody looks at more of them, in either part of the page. */
    private static final int MAX_SHOWN = 1_000;

    private final PriorityQueue<PageRow> worst = new PriorityQueue<>(PageRow.WORST_FIRST.reversed());
    private final PriorityQueue<PageRow> largest = new PriorityQueue<>(PageRow.LARGEST_FIRST.reversed());
    /** Of those about which silence would be the worst. */
    private final PriorityQueue<PageRow> earliest =
            new PriorityQueue<>(Comparator.comparingLong(PageRow::lastReading).reversed());

    private final LastReadings unsuspected = new LastReadings();
    private int suspected;

    /** What the page shows, and how many more there are. */
    record Selection(List<PageRow> toLookAt, int moreToLookAt, List<PageRow> others, int moreOthers) {}

    void add(PageRow row) {
        Kind kind = row.kind();
        if (kind == Kind.FINE) {
            unsuspected.add(row.day());
            keep(row, largest);
        } else {
            suspected++;
            keep(row, worst);
        }
        if (kind == Kind.FINE || kind == Kind.READINGS_SKIPPED) {
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

    Selection select(long medianLastReading) {
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
        return new Selection(worstOfAll, suspected + silent - worstOfAll.size(), others, moreOthers);
    }
}
