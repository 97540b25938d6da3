package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.empw.consumption.run.Register.Reading;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.FastTempDir;
import org.empw.consumption.support.Fault;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fault.FailsAt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No water is counted twice, whatever goes wrong: POSTs that fail or are lost, missed and repeated runs, a ledger that
 * cannot be opened, sensors with conflicting entries, days that arrive late, from a file, a printout or beside another
 * one, and registers that are replaced. What is stored of any days in a row is at most what flowed from the last
 * reading of the stored day before them to their own last one. Seeds are as in {@link WeekOfARegisterTest}.
 *
 * <p>One thing nobody does here: send an old printout after a day before it was sent from a file.
 */
class NoWaterTwiceTest {
    private static final List<Fault> FAULTS = Fault.all().stream()
            .filter(fault -> fault.failsAt() == FailsAt.NOWHERE)
            .toList();

    @TempDir(factory = FastTempDir.class)
    Path directory;

    /** How often what happened, in all weeks: a test of nothing would pass, too. */
    private final Map<String, Integer> happened = new TreeMap<>();

    @Test
    void noWaterIsCountedTwiceWhateverHappens() throws IOException {
        Week.playEach(directory, true, week -> new Nights(week).playAndCheck());
        for (String what : List.of("unsent", "in doubt", "two dates", "a late day", "a printout", "no ledger")) {
            assertTrue(Week.isOnlyOne() || happened.containsKey(what), () -> what + " never happened: " + happened);
        }
    }

    /** The nights of a week in which much goes wrong, and somebody who tries to make up for it. */
    private final class Nights {
        private final Week week;
        private final Random random;

        /** For each sensor and day, the earliest and the latest of the last readings that the API showed. */
        private final Map<String, NavigableMap<LocalDate, Reading>> earliestLast = new HashMap<>();

        private final Map<String, NavigableMap<LocalDate, Reading>> latestLast = new HashMap<>();

        private final List<String> printouts = new ArrayList<>();

        Nights(Week week) {
            this.week = week;
            random = week.random;
            week.run.with("MAX_WAIT_SECONDS", "90");
        }

        void playAndCheck() {
            for (LocalDate date = Week.FIRST; !date.isAfter(Week.LAST); date = date.plusDays(1)) {
                week.waitForTheNightAfter(date);
                if (random.nextInt(6) > 0) {
                    daily(date);
                }
                while (random.nextInt(3) == 0) {
                    week.waitForTheMorning();
                    daily(date);
                }
                if (random.nextInt(3) == 0) {
                    makeUp(date);
                }
                check();
            }
        }

        private void daily(LocalDate date) {
            List<String> entries = entries(date);
            LocalDate other = date.minusDays(1 + random.nextInt(2));
            if (random.nextInt(5) == 0 && !other.isBefore(Week.FIRST)) {
                count("two dates", 1);
                entries.addAll(entries(other));
                Collections.shuffle(entries, random);
            }
            week.api.readings("[" + String.join(",", entries) + "]");
            String url = week.run.environment.get("DATABASE_URL");
            if (random.nextInt(10) == 0) {
                count("no ledger", 1);
                week.run.with("DATABASE_URL", url.replace("ledger.db", "not/there.db"));
            } else if (random.nextInt(10) == 0) {
                printouts.add(week.go("--dry-run").out);
            }
            go();
            boolean isPrinted = !url.equals(week.run.environment.get("DATABASE_URL"));
            week.run.with("DATABASE_URL", url);
            if (isPrinted && random.nextBoolean()) {
                week.run.stdin(week.run.out);
                go("--send", "-");
            }
        }

        /** Somebody sends what was printed, or a day that was saved. */
        private void makeUp(LocalDate date) {
            if (random.nextBoolean() && !printouts.isEmpty()) {
                count("a printout", 1);
                week.run.stdin(printouts.get(random.nextInt(printouts.size())));
                go("--send", "-");
                return;
            }
            LocalDate late = date.minusDays(random.nextInt(3));
            if (!late.isBefore(Week.FIRST)) {
                count("a late day", 1);
                printouts.clear();
                week.run.stdin("[" + String.join(",", entries(late)) + "]");
                go("--readings", "-");
            }
        }

        private void go(String... options) {
            boolean refused = random.nextInt(4) == 0; // all night, so that more is left for later runs
            double probability = refused ? 1 : random.nextInt(3) * 0.3;
            week.api.faults(call -> call != Call.REPORTS || random.nextDouble() >= probability
                    ? Fault.NONE
                    : refused ? Fault.answering(Answer.FORBIDDEN_403) : FAULTS.get(random.nextInt(FAULTS.size())));
            Run run = week.go(options);
            printouts.add(run.out);
            count("unsent", run.printed(false).size());
            count("in doubt", run.printed(true).size());
        }

        private List<String> entries(LocalDate date) {
            List<String> entries = new ArrayList<>();
            for (Register register : week.registers) {
                int times = random.nextInt(15) == 0 ? 2 : random.nextInt(15) == 0 ? 0 : 1;
                for (int i = 0; i < times; i++) {
                    entries.add(entry(register, date));
                }
            }
            return entries;
        }

        /** In some, the last readings are not there yet, or the first are lost. */
        private String entry(Register register, LocalDate date) {
            List<Reading> readings = register.of(date, week.run.time.instant());
            if (readings.size() > 1 && random.nextInt(6) == 0) {
                int from = random.nextInt(readings.size());
                readings = readings.subList(from, from + 1 + random.nextInt(readings.size() - from));
            }
            if (!readings.isEmpty()) {
                Reading last = readings.get(readings.size() - 1);
                week.tell(register.sensorId() + " of " + date + ": " + readings.get(0) + " to " + last);
                days(earliestLast, register).merge(date, last, (one, two) -> one.flowed() < two.flowed() ? one : two);
                days(latestLast, register).merge(date, last, (one, two) -> one.flowed() > two.flowed() ? one : two);
            }
            return register.entry(date, readings);
        }

        private NavigableMap<LocalDate, Reading> days(
                Map<String, NavigableMap<LocalDate, Reading>> of, Register register) {
            return of.computeIfAbsent(register.sensorId(), id -> new TreeMap<>());
        }

        private void check() {
            for (Register register : week.registers) {
                NavigableMap<LocalDate, Long> stored = week.stored(register.sensorId());
                long begin = register.readings().isEmpty()
                        ? 0
                        : register.readings().get(0).flowed();
                check(register, stored, begin);
                for (LocalDate before : stored.keySet()) {
                    check(
                            register,
                            stored.tailMap(before, false),
                            days(earliestLast, register).get(before).flowed());
                }
            }
        }

        /** Whether the days hold no more than what flowed since {@code begin}. */
        private void check(Register register, NavigableMap<LocalDate, Long> days, long begin) {
            long sum = 0;
            for (Map.Entry<LocalDate, Long> day : days.entrySet()) {
                sum += day.getValue();
                long flowed = days(latestLast, register).get(day.getKey()).flowed() - begin;
                long stored = sum;
                assertTrue(
                        stored <= flowed,
                        () -> register.sensorId() + ": " + stored + " millionths are stored from " + days.firstKey()
                                + " to " + day.getKey() + ", and " + flowed + " flowed: "
                                + week.stored(register.sensorId()));
            }
        }

        private void count(String what, int times) {
            happened.merge(what, times, Integer::sum);
        }
    }
}
