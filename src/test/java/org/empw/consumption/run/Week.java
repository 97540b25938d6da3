package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.VirtualTime;

/** A week of some registers, and the runs of its nights, with a ledger of its own and the water of the nights counted. */
final class Week {
    static final LocalDate FIRST = LocalDate.parse("2020-07-28");
    static final LocalDate LAST = FIRST.plusDays(6);

    private static final ZoneId CAIRO = ZoneId.of("Africa/Cairo");
    private static final int REGISTERS = 12;

    final Random random;
    final FakeApi api;
    final Run run = new Run();
    final List<Register> registers = new ArrayList<>();
    private final List<Instant> starts = new ArrayList<>();
    private final StringBuilder story = new StringBuilder();

    /**
     * @param time the clock of the API and of the runs
     * @param replaced whether registers may be replaced during the week
     */
    private Week(long seed, FakeApi api, VirtualTime time, Path directory, boolean replaced) throws IOException {
        random = new Random(seed * 0x9E3779B97F4A7C15L); // the first draws of small seeds are all alike
        this.api = api;
        api.reset();
        Path home = Files.createDirectories(directory.resolve("week" + seed));
        run.in(home).against(api).with("COUNT_OVERNIGHT", "true").with("BATCH_SIZE", "5");
        run.with("DATABASE_URL", "sqlite:" + home.resolve("ledger.db"));
        run.time = time;
        startServers(random.nextBoolean() ? 0 : random.nextInt(24));
        Instant end = midnight(LAST.plusDays(1)).plus(Duration.ofHours(12));
        for (int i = 0; i < REGISTERS; i++) {
            registers.add(Register.of("s" + i, random, starts.get(0), end, this::dateOf, replaced));
        }
    }

    /** Plays one week after the other, each from its seed; or the one that {@code -Dseed} names. */
    static void playEach(Path directory, boolean replaced, Consumer<Week> play) throws IOException {
        long first = isOnlyOne() ? Long.getLong("seed") : 0;
        long end = first + (isOnlyOne() ? 1 : Integer.getInteger("weeks", 30));
        AtomicReference<VirtualTime> time = new AtomicReference<>(new VirtualTime(Run.START));
        try (FakeApi api = new FakeApi(() -> time.get().instant())) {
            for (long seed = first; seed < end; seed++) {
                time.set(new VirtualTime(Run.START));
                Week week = new Week(seed, api, time.get(), directory, replaced);
                try {
                    play.accept(week);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(
                            "Week " + seed + " (run it alone with -Dseed=" + seed + "): " + e.getMessage() + "\n"
                                    + week.story,
                            e);
                }
            }
        }
    }

    /** Whether one week alone is played, in which not all can happen. */
    static boolean isOnlyOne() {
        return Long.getLong("seed") != null;
    }

    /**
     * The API dates a reading by the day on which its server was started, and servers are started again after 24 hours
     * or somewhat more: so a day begins at ten, say, and ends as late on the next. With an hour of 0 days are what they
     * should be.
     */
    private void startServers(int hour) {
        Instant start = midnight(FIRST).plus(Duration.ofHours(hour));
        for (int day = 0; day < 8; day++) {
            starts.add(start);
            start = start.plus(Duration.ofMinutes(24 * 60 + (hour == 0 ? 0 : random.nextInt(120))));
        }
    }

    private LocalDate dateOf(Instant time) {
        Instant started = starts.get(0);
        for (Instant start : starts) {
            started = start.isAfter(time) ? started : start;
        }
        return LocalDate.ofInstant(started, CAIRO);
    }

    static Instant midnight(LocalDate date) {
        return date.atStartOfDay(CAIRO).toInstant();
    }

    /** Waits for the night after a day: half an hour to five hours after midnight. */
    void waitForTheNightAfter(LocalDate date) {
        waitUntil(midnight(date.plusDays(1)).plus(Duration.ofMinutes(30 + random.nextInt(270))));
    }

    /** Some hours later, before noon; more readings of the day may have come. */
    void waitForTheMorning() {
        waitUntil(run.time.instant().plus(Duration.ofMinutes(1 + random.nextInt(6 * 60))));
    }

    private void waitUntil(Instant time) {
        Duration wait = Duration.between(run.time.instant(), time);
        run.time.pass(wait.isNegative() ? Duration.ZERO : wait);
    }

    /** Another run, noted for whoever has to understand a failure. */
    Run go(String... options) {
        run.go(options);
        tell(run.time.instant() + " " + String.join(" ", options) + " exit " + run.code + "\n" + run.err + run.out);
        return run;
    }

    void tell(String line) {
        story.append(line).append('\n');
    }

    /** What is stored of a sensor, by day, in millionths; nothing may be there twice. */
    NavigableMap<LocalDate, Long> stored(String sensorId) {
        NavigableMap<LocalDate, Long> days = new TreeMap<>();
        for (Map.Entry<String, Integer> report : api.stored().entrySet()) {
            String[] words = report.getKey().split(" ", -1);
            if (words[0].equals(sensorId)) {
                assertEquals(1, report.getValue(), report.getKey() + " was sent twice");
                long millionths = new BigDecimal(words[2]).movePointRight(6).longValueExact();
                assertEquals(
                        null, days.put(LocalDate.parse(words[1]), millionths), report.getKey() + " is a second one");
            }
        }
        return days;
    }
}
