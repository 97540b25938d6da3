package org.empw.consumption.job;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.Millionths;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.text.Counted;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.text.FirstTwenty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What a day's readings came to, in numbers. */
final class DayStatistics {
    private static final Logger log = LoggerFactory.getLogger(DayStatistics.class);

    private final long start = System.nanoTime();
    private final AtomicInteger sensors = new AtomicInteger();
    private final AtomicLong readings = new AtomicLong();
    private long falls;
    private long outOfOrder;
    private long readingsSkipped;
    private int sensorsSkipped;
    private int withoutReadings;
    private long largestRise;
    private String largestRiseSensor = "";
    private final Map<QualityFlag, Integer> flagged = new EnumMap<>(QualityFlag.class);

    void add(SensorDay day, Consumption consumption) {
        sensors.incrementAndGet();
        readings.addAndGet(day.size() + day.skippedCount());
        readingsSkipped += day.skippedCount();
        outOfOrder += day.outOfOrder();
        falls += consumption.falls();
        withoutReadings += day.size() == 0 ? 1 : 0;
        if (consumption.largestRise() > largestRise) {
            largestRise = consumption.largestRise();
            largestRiseSensor = day.sensorId();
        }
    }

    /** Counts an entry that names no sensor, no day or no readings. */
    void addEntry() {
        sensors.incrementAndGet();
    }

    void skippedSensors(int count) {
        sensorsSkipped = count;
    }

    void flagged(Map<QualityFlag, FirstTwenty> sensors) {
        sensors.forEach((flag, names) -> flagged.put(flag, names.count()));
    }

    boolean isEmpty() {
        return sensors.get() == 0;
    }

    /** Whether some data could not be used. */
    boolean skippedAny() {
        return readingsSkipped > 0 || sensorsSkipped > 0;
    }

    /** How far it has come, as a clause. For any thread. */
    String progress() {
        long millis = 1 + (System.nanoTime() - start) / 1_000_000;
        return Counted.of(sensors.get(), "sensor") + " and " + Counted.of(readings.get(), "reading") + " so far, "
                + readings.get() * 1_000 / millis + " readings a second";
    }

    /** What came, in a sentence. */
    String arrived(Set<?> days) {
        if (isEmpty()) {
            return "No sensor sent readings; there is nothing to report";
        }
        List<String> names = new ArrayList<>();
        days.forEach(day -> names.add(day.toString()));
        return Counted.of(sensors.get(), "sensor") + " sent " + Counted.of(readings.get(), "reading")
                + (names.isEmpty() ? "" : ", for " + String.join(", ", names));
    }

    /**
     * Sums the run up, in the log and as sentences.
     *
     * @param done what was done with the reports, and with how many
     * @param seconds how long the run took, with one decimal
     */
    List<String> summarize(Map<String, Integer> done, double seconds) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        List<String> parts = new ArrayList<>();
        if (!isEmpty()) {
            parts.add(Counted.of(sensors.get(), "sensor"));
            parts.add(Counted.of(readings.get(), "reading"));
        }
        numbers.put("sensors", sensors.get());
        numbers.put("readings", readings.get());
        done.forEach((what, count) -> {
            parts.add(Counted.of(count, "report") + " " + what);
            numbers.put("reports " + what, count);
        });
        part(parts, numbers, falls, "fall", "ignored");
        part(parts, numbers, readingsSkipped, "reading", "skipped");
        part(parts, numbers, sensorsSkipped, "sensor", "skipped");
        parts.add(seconds + " s");
        numbers.put("seconds", seconds);
        String summary = log("Summary: ", parts, numbers);
        return isEmpty() ? List.of(summary) : List.of(summary, quality());
    }

    private String quality() {
        Map<String, Object> numbers = new LinkedHashMap<>();
        List<String> parts = new ArrayList<>();
        flagged.forEach((flag, count) -> {
            parts.add(Counted.of(count, "sensor") + " with " + flag.title());
            numbers.put(flag.name(), count);
        });
        part(parts, numbers, outOfOrder, "reading", "out of order");
        part(parts, numbers, withoutReadings, "sensor", "without usable readings");
        parts.add("largest rise " + Millionths.format(largestRise)
                + (largestRiseSensor.isEmpty() ? "" : " (sensor " + Excerpt.quoted(largestRiseSensor) + ")"));
        numbers.put("largest rise", Millionths.toDecimal(largestRise));
        return log("Data: ", parts, numbers);
    }

    private static void part(List<String> parts, Map<String, Object> numbers, long count, String noun, String done) {
        if (count > 0) {
            parts.add(Counted.of(count, noun) + " " + done);
        }
        numbers.put(noun + "s " + done, count);
    }

    private static String log(String title, List<String> parts, Map<String, Object> numbers) {
        LoggingEventBuilder event = log.atInfo();
        for (Map.Entry<String, Object> number : numbers.entrySet()) {
            String name = number.getKey().toLowerCase(Locale.ROOT).replace(' ', '_');
            event = event.addKeyValue(name, number.getValue());
        }
        String sentence = title + String.join(", ", parts);
        event.log(sentence);
        return sentence;
    }
}
