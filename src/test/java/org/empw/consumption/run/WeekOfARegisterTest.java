package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.run.Register.Reading;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.FastTempDir;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With {@code COUNT_OVERNIGHT} a week adds up to what the register counted, to the millionth: whatever the outages, when
 * the days begin, and whether a night's run is missed, late or repeated. Only what flowed while nothing was known for
 * more than 48 hours is missing. Weeks of twelve registers each are drawn from a seed: {@code mvn test
 * -Dtest=WeekOfARegisterTest -Dweeks=2000} runs many, {@code -Dseed=123} one alone.
 */
class WeekOfARegisterTest {
    private static final Duration LONGEST_GAP = Duration.ofHours(48);

    @TempDir(factory = FastTempDir.class)
    Path directory;

    /** What happened at least once in all weeks: a test of nothing would pass, too. */
    private final Set<String> happened = new TreeSet<>();

    @Test
    void aWeekAddsUpToWhatTheRegisterCounted() throws IOException {
        long only = Long.getLong("seed", -1);
        int weeks = only >= 0 ? 1 : Integer.getInteger("weeks", 40);
        VirtualTime[] time = new VirtualTime[1];
        try (FakeApi api = new FakeApi(() -> time[0].instant())) {
            for (long seed = Math.max(0, only); seed < Math.max(0, only) + weeks; seed++) {
                time[0] = new VirtualTime(Run.START);
                Week week = new Week(seed, api, time[0], directory, false);
                try {
                    new Nights(week).playAndCheck();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(
                            "Week " + seed + " (run it alone with -Dseed=" + seed + "): " + e.getMessage() + "\n"
                                    + week.story(),
                            e);
                }
            }
        }
        for (String what : List.of(
                "a missed night", "a second run", "a late reading", "no report of a day", "a long gap", "48 hours")) {
            assertTrue(only >= 0 || happened.contains(what), () -> what + " never happened: " + happened);
        }
    }

    /** The nights of a week, and what the API has shown when the first run of each day came. */
    private final class Nights {
        private final Week week;
        private final List<TreeMap<java.time.Instant, Reading>> known = new ArrayList<>();

        Nights(Week week) {
            this.week = week;
            week.registers.forEach(register -> known.add(new TreeMap<>()));
        }

        void playAndCheck() {
            for (LocalDate date = Week.FIRST; date.isBefore(Week.FIRST.plusDays(Week.DAYS)); date = date.plusDays(1)) {
                week.waitForTheNightAfter(date);
                if (week.random.nextInt(8) == 0) {
                    happened.add("a missed night");
                    continue;
                }
                run(date, true);
                while (week.random.nextInt(3) == 0) {
                    happened.add("a second run");
                    week.waitForTheMorning();
                    run(date, false);
                }
            }
            for (int i = 0; i < known.size(); i++) {
                String sensor = week.registers.get(i).sensorId();
                long sum = week.stored(sensor).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                assertEquals(counted(List.copyOf(known.get(i).values())), sum, "the millionths of " + sensor);
            }
        }

        private void run(LocalDate date, boolean isFirst) {
            List<String> entries = new ArrayList<>();
            for (int i = 0; i < known.size(); i++) {
                Register register = week.registers.get(i);
                List<Reading> readings = new ArrayList<>(register.of(date, week.run.time.instant()));
                if (isFirst) {
                    readings.forEach(reading -> known.get(register(register)).put(reading.at(), reading));
                }
                happened.add(readings.isEmpty() ? "no report of a day" : "");
                Collections.shuffle(readings, week.random);
                entries.add(register.entry(date, readings));
                if (week.random.nextInt(10) == 0) {
                    entries.add(register.entry(date, readings)); // the same sensor again, which agrees
                }
            }
            Collections.shuffle(entries, week.random);
            week.api.readings("[" + String.join(",", entries) + "]");
            week.go();
            boolean isFine = week.run.code == ExitCode.OK || week.run.code == ExitCode.DATA_SKIPPED;
            assertTrue(isFine, "exit code " + week.run.code);
        }

        private int register(Register register) {
            return week.registers.indexOf(register);
        }

        /** What the register counted while readings came, from the first that a run knew of to the last. */
        private long counted(List<Reading> readings) {
            long counted = 0;
            for (int i = 1; i < readings.size(); i++) {
                Duration gap = Duration.between(
                        readings.get(i - 1).at(), readings.get(i).at());
                if (gap.compareTo(LONGEST_GAP) <= 0) {
                    counted += readings.get(i).level() - readings.get(i - 1).level();
                }
                happened.add(gap.equals(LONGEST_GAP) ? "48 hours" : gap.compareTo(LONGEST_GAP) > 0 ? "a long gap" : "");
            }
            return counted;
        }
    }
}
