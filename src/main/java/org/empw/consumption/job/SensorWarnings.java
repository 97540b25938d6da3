package org.empw.consumption.job;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.empw.consumption.calculation.QualityCheck;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.ReadingTimes.OfSensor;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorResult;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.text.Plural;
import org.empw.consumption.text.TruncatedList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What is wrong with single sensors of a day: those that are skipped, those with skipped readings, those to look at. */
final class SensorWarnings {
    private static final Logger log = LoggerFactory.getLogger(SensorWarnings.class);

    private static final String SKIPPED_SENSOR = "skipped sensor";

    private final TruncatedList skippedReadings = new TruncatedList();
    private final TruncatedList skippedSensors = new TruncatedList();
    private final Map<QualityFlag, TruncatedList> flagged = new EnumMap<>(QualityFlag.class);

    void add(SensorResult result) {
        SensorDay day = result.day();
        if (day.skippedCount() > 0) {
            skippedReadings(day);
        }
        if (result.hasReadings() && !result.noReport().isEmpty()) {
            String sensor = "Sensor " + Excerpt.quoted(day.sensorId());
            skipped(day.sensorId(), sensor + " is skipped: " + result.noReport());
        }
        result.flags().forEach((flag, reason) -> flag(flag, day.sensorId(), reason));
    }

    /** Adds a sensor, or an entry without a usable one, that has no report. */
    void skipped(String name, String sentence) {
        skippedSensors.addSentence(name, sentence);
        log.debug(sentence);
    }

    private void skippedReadings(SensorDay day) {
        String sensor = "Sensor " + Excerpt.quoted(day.sensorId()) + ": ";
        skippedReadings.addSentence(
                day.sensorId(),
                sensor + Plural.of(day.skippedCount(), "reading") + " skipped"
                        + (day.size() == 0 ? " and none left" : "") + ", the first: "
                        + day.skipped().get(0).reason());
        day.skipped().forEach(reading -> log.debug("{}{}", sensor, reading.reason()));
    }

    private void flag(QualityFlag flag, String sensorId, String reason) {
        String remark = flag == QualityFlag.SINGLE_READING ? "" : reason; // which would say the same again
        flagged.computeIfAbsent(flag, key -> new TruncatedList()).add(sensorId, remark);
    }

    /** Adds a sensor that fell silent before the others. */
    void silent(OfSensor sensor) {
        flag(QualityFlag.SILENT, sensor.sensorId(), QualityCheck.silentSince(sensor.date(), sensor.last()));
    }

    int skippedSensors() {
        return skippedSensors.count();
    }

    Map<QualityFlag, TruncatedList> flagged() {
        return flagged;
    }

    /** Says what was skipped, as {@link Warning#log(Logger, Optional)} has it. */
    void logSkipped(Optional<String> onlySensor) {
        Warning.each(skippedSensors, SKIPPED_SENSOR, "").forEach(warning -> warning.log(log, onlySensor));
    }

    /** Says what to look at. */
    void logToLookAt(Level level) {
        toLookAt().forEach(warning -> warning.log(log, level));
    }

    /** The sensors that could not be used, a sentence each. */
    List<String> skippedSentences() {
        return skippedSensors.lines(SKIPPED_SENSOR, "");
    }

    /** What is wrong with the others, a sentence each. */
    List<String> sentencesToLookAt() {
        return toLookAt().stream().map(Warning::sentence).toList();
    }

    private List<Warning> toLookAt() {
        List<Warning> warnings = new ArrayList<>(Warning.each(skippedReadings, "sensor", " with skipped readings"));
        flagged.forEach((flag, sensors) -> {
            String look = "Look at " + Plural.of(sensors.count(), "sensor") + ", " + flag.title() + ": ";
            warnings.add(new Warning(look, sensors));
        });
        return warnings;
    }
}
