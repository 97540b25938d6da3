package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.run.Register.Reading;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.FastTempDir;
import org.empw.consumption.support.Fault.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With {@code COUNT_OVERNIGHT} a week adds up to what the register counted, to the millionth: whatever the outages,
 * when the days begin, and whether a night's run is missed, late or repeated. Only what flowed while nothing was known
 * for more than 48 hours is missing. Weeks of twelve registers each are drawn from a seed: {@code mvn test
 * -Dtest=WeekOfARegisterTest -Dweeks=2000} runs many, {@code -Dseed=123} one alone.
 */
class WeekOfARegisterTest {
    private static final Duration LONGEST_GAP = Duration.ofDays(2);

    @TempDir(factory = FastTempDir.class)
    Path directory;

    /** What happened at least once in all weeks: a test of nothing would pass, too. */
    private final Set<String> happened = new TreeSet<>();

    @Test
    void aWeekAddsUpToWhatTheRegisterCounted() throws IOException {
        Week.playEach(directory, false, week -> new Nights(week).playAndCheck());
        for (String what : List.of(
                "a missed night",
                "a second run that knows more",
                "no report of a day",
                "48 hours",
                "more",
                "REFUSED")) {
            assertTrue(Week.isOnlyOne() || happened.contains(what), () -> what + " never happened: " + happened);
        }
    }

    /**
     * The nights of a week, and what was known of each sensor when the number that is stored was made: one that no POST
     * took is made again by a second run of the day, and later ones send nothing more.
     */
    private final class Nights {
        private final Week week;
        private final Map<String, NavigableMap<Instant, Reading>> known = new HashMap<>();

        Nights(Week week) {
            this.week = week;
            week.registers.forEach(register -> known.put(register.sensorId(), new TreeMap<>()));
        }

        void playAndCheck() {
            for (LocalDate date = Week.FIRST; !date.isAfter(Week.LAST); date = date.plusDays(1)) {
                week.waitForTheNightAfter(date);
                if (week.random.nextInt(8) == 0 && date.isBefore(Week.LAST)) {
                    happened.add("a missed night");
                    continue;
                }
                boolean isDone = run(date);
                while (week.random.nextInt(3) == 0 || (date.equals(Week.LAST) && !isDone)) {
                    week.waitForTheMorning();
                    isDone |= run(date);
                }
            }
            for (Register register : week.registers) {
                long sum = week.stored(register.sensorId()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                assertEquals(counted(register), sum, register.sensorId() + ": " + week.stored(register.sensorId()));
            }
        }

        /**
         * Returns whether nothing is left; in some nights the API takes no POST, and what is unsent waits for the next
         * run.
         */
        private boolean run(LocalDate date) {
            List<String> entries = new ArrayList<>();
            for (Register register : week.registers) {
                List<Reading> readings = new ArrayList<>(register.of(date, week.run.time.instant()));
                happened.add(readings.isEmpty() ? "no report of a day" : "a report");
                NavigableMap<Instant, Reading> sensor = known.get(register.sensorId());
                boolean isStored = week.stored(register.sensorId()).containsKey(date);
                for (Reading reading : readings) {
                    if (!isStored) {
                        sensor.put(reading.at(), reading);
                    } else if (!sensor.containsKey(reading.at())) {
                        happened.add("a second run that knows more");
                    }
                }
                week.tell(register.sensorId() + " " + date + ": " + readings);
                Collections.shuffle(readings, week.random);
                entries.add(register.entry(date, readings));
                if (week.random.nextInt(10) == 0) {
                    entries.add(register.entry(date, readings)); // the same sensor again, which agrees
                }
            }
            Collections.shuffle(entries, week.random);
            week.api.readings("[" + String.join(",", entries) + "]").recover();
            boolean refused = week.random.nextInt(5) == 0;
            if (refused) {
                week.api.failEach(Call.REPORTS, Answer.FORBIDDEN_403);
            }
            week.go();
            happened.add(week.run.code.toString());
            boolean isFine = week.run.code == ExitCode.OK || week.run.code == ExitCode.DATA_SKIPPED;
            assertTrue(isFine || refused, "exit code " + week.run.code);
            return isFine;
        }

        /** What the register counted from the first known reading to the last, except across gaps that are too long. */
        private long counted(Register register) {
            long counted = 0;
            Reading before = null;
            for (Reading reading : known.get(register.sensorId()).values()) {
                Duration gap = before == null ? Duration.ZERO : Duration.between(before.at(), reading.at());
                if (before != null && gap.compareTo(LONGEST_GAP) <= 0) {
                    counted += reading.level() - before.level();
                }
                happened.add(gap.equals(LONGEST_GAP) ? "48 hours" : gap.compareTo(LONGEST_GAP) > 0 ? "more" : "less");
                before = reading;
            }
            return counted;
        }
    }
}
