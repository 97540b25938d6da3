package org.empw.consumption.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.text.TruncatedList;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * What is wrong with some sensors.
 *
 * @param sentence for a person; it may name only the first of them
 * @param sensors all of them, for a program; an entry without a usable id is there as the clause about it
 */
record Warning(String sentence, List<String> sensors) {
    /** One for each of the first, and for all others together a last one, which has the sensors of all. */
    static List<Warning> each(TruncatedList sensors, String kind) {
        List<Warning> warnings = new ArrayList<>();
        List<String> lines = sensors.lines(kind);
        List<String> names = sensors.names();
        for (int i = 0; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1 && lines.size() < names.size();
            warnings.add(new Warning(lines.get(i), last ? names : names.subList(i, i + 1)));
        }
        return warnings;
    }

    static List<String> sentences(List<Warning> warnings) {
        return warnings.stream().map(Warning::sentence).toList();
    }

    void log(Logger log) {
        log(log, Level.WARN);
    }

    /** Logs it as a warning; where a person asked about one sensor only, not unless it names that one. */
    void log(Logger log, Optional<String> onlySensor) {
        boolean matters = onlySensor.isEmpty() || sensors.stream().anyMatch(name -> isAbout(name, onlySensor.get()));
        log(log, matters ? Level.WARN : Level.DEBUG);
    }

    private static boolean isAbout(String name, String sensor) {
        return name.equals(sensor) || name.contains(Excerpt.quoted(sensor));
    }

    void log(Logger log, Level level) {
        log.atLevel(level).addKeyValue("sensors", sensors).log(sentence);
    }
}
