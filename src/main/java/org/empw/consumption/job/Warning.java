package org.empw.consumption.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.text.TruncatedList;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * What is wrong with some sensors.
 *
 * @param sentence to be read; it may name only the first of them
 * @param sensors all of them, for a program; an entry without a usable id is there as the clause about it
 */
record Warning(String sentence, List<String> sensors) {
    /** That {@code beginning} is so for the sensors, which follow it. */
    Warning(String beginning, TruncatedList sensors) {
        this(beginning + sensors, sensors.names());
    }

    /** One for each of the first, and for all others together a last one, which has the sensors of all. */
    static List<Warning> each(TruncatedList sensors, String noun, String rest) {
        List<Warning> warnings = new ArrayList<>();
        List<String> lines = sensors.lines(noun, rest);
        List<String> names = sensors.names();
        for (int i = 0; i < lines.size(); i++) {
            warnings.add(new Warning(lines.get(i), i < TruncatedList.MAX ? names.subList(i, i + 1) : names));
        }
        return warnings;
    }

    void log(Logger log) {
        log(log, Level.WARN);
    }

    /** Logs it as a warning; if only one sensor was asked about, only if it names that one. */
    void log(Logger log, Optional<String> onlySensor) {
        boolean matters = onlySensor.isEmpty() || sensors.stream().anyMatch(onlySensor.get()::equals);
        log(log, matters ? Level.WARN : Level.DEBUG);
    }

    void log(Logger log, Level level) {
        log.atLevel(level).addKeyValue("sensors", sensors).log(sentence);
    }
}
