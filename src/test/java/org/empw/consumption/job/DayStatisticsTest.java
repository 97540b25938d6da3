package org.empw.consumption.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorHistory;
import org.empw.consumption.calculation.SensorResult;
import org.empw.consumption.calculation.SkippedReading;
import org.empw.consumption.text.Figure;
import org.empw.consumption.text.TruncatedList;
import org.junit.jupiter.api.Test;

class DayStatisticsTest {
    private static final LocalDate DATE = LocalDate.parse("2020-07-28");
    private static final long MIDNIGHT = 1_595_894_400_000_000L;

    private final DayStatistics statistics = new DayStatistics();

    /** Adds a sensor with readings at these minutes, and so many that are skipped. */
    private void add(int falls, int skipped, int... minutes) {
        SensorDay.Builder readings = new SensorDay.Builder();
        for (int minute : minutes) {
            readings.add(MIDNIGHT + minute * 60_000_000L, 1_000_000);
        }
        for (int i = 0; i < skipped; i++) {
            readings.skip(new SkippedReading("broken", Optional.empty()));
        }
        Consumption consumption = new Consumption(0, 0, falls);
        statistics.add(
                new SensorResult(readings.build("s", DATE), consumption, "", Map.of(), SensorHistory.NONE), true);
    }

    private static List<String> said(List<Figure> figures) {
        return figures.stream().filter(Figure::isSaid).map(Figure::toString).toList();
    }

    @Test
    void countsWhatCame() {
        assertTrue(statistics.isEmpty());
        assertEquals("No sensor sent readings; there is nothing to report", statistics.arrived(Set.of()));
        add(2, 0, 1, 2, 3);
        assertFalse(statistics.hasSkippedReadings());
        add(1, 2, 5, 4);
        add(0, 1);
        statistics.addEntry();
        assertFalse(statistics.isEmpty());
        assertTrue(statistics.hasSkippedReadings());
        assertEquals(4, statistics.sensors());
        assertEquals("4 sensors sent 8 readings", statistics.arrived(Set.of()));
        assertEquals(
                "4 sensors sent 8 readings, for 2020-07-28, 2020-07-29",
                statistics.arrived(new TreeSet<>(Set.of(DATE, DATE.plusDays(1)))));
        assertEquals(
                List.of(
                        "4 sensors",
                        "8 readings",
                        "9 reports delivered",
                        "5 sensors with a rise overnight",
                        "3 falls ignored",
                        "3 readings skipped",
                        "6 sensors skipped",
                        "1.5 s"),
                said(statistics.counts(List.of(Figure.of(9, "report", "delivered")), 6, 5, 1.5)));
    }

    @Test
    void saysHowGoodTheDataIs() {
        assertEquals(List.of(), said(statistics.quality(Map.of())));
        add(0, 0, 2, 1);
        add(0, 1);
        TruncatedList silent = new TruncatedList();
        silent.add("a", "");
        silent.add("b", "");
        List<Figure> quality = statistics.quality(Map.of(QualityFlag.SILENT, silent));
        assertEquals("silent", quality.get(0).key());
        assertEquals(
                List.of(
                        "2 sensors with " + QualityFlag.SILENT.title(),
                        "1 reading out of order",
                        "1 sensor without usable readings"),
                said(quality));
    }

    @Test
    void saysHowFarItHasComeAndHowFast() throws InterruptedException {
        long before = System.nanoTime();
        DayStatistics young = new DayStatistics();
        SensorDay.Builder readings = new SensorDay.Builder();
        for (int i = 0; i < 10_000; i++) {
            readings.add(MIDNIGHT + i, 1_000_000);
        }
        young.add(
                new SensorResult(readings.build("s", DATE), Consumption.NONE, "", Map.of(), SensorHistory.NONE), true);
        Thread.sleep(20);
        String progress = young.progress();
        long most = 1 + (System.nanoTime() - before) / 1_000_000;
        Matcher said = Pattern.compile("1 sensor and 10000 readings so far, ([0-9]+) readings a second")
                .matcher(progress);
        assertTrue(said.matches(), progress);
        long rate = Long.parseLong(said.group(1));
        assertTrue(rate >= 10_000_000 / most && rate <= 10_000_000 / 20, progress);
    }
}
