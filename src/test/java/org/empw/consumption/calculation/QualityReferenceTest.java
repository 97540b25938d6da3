package org.empw.consumption.calculation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Compares the check with the rules written as plainly as can be, on many small days. */
class QualityReferenceTest {
    private static final int DAYS = 60_000;
    private static final int[] GAPS = {0, 20, 60, 60, 60, 180, 359, 360, 361, 374, 375, 376, 480};

    private final Random random = new Random(20_200_728);

    @Test
    void saysOfRandomDaysWhatTheRulesSay() {
        Map<QualityFlag, Integer> found = new EnumMap<>(QualityFlag.class);
        for (int i = 0; i < DAYS; i++) {
            SensorDay day = randomDay();
            SensorHistory history = randomHistory(day);
            Set<QualityFlag> expected = Reference.flags(day, history);
            assertEquals(expected, TestDays.flags(day, history).keySet(), () -> levels(day) + " " + history);
            expected.forEach(flag -> found.merge(flag, 1, Integer::sum));
        }
        for (QualityFlag flag : EnumSet.complementOf(EnumSet.of(QualityFlag.SILENT))) {
            int often = found.getOrDefault(flag, 0);
            assertTrue(often > DAYS / 100 && often < DAYS * 9 / 10, found::toString);
        }
    }

    private SensorDay randomDay() {
        SensorDay.Builder builder = new SensorDay.Builder();
        int size = 1 + random.nextInt(24);
        long micros = TestDays.MIDNIGHT + random.nextInt(120) * TestDays.MINUTE;
        int shape = random.nextInt(4);
        int gap = GAPS[1 + random.nextInt(4)];
        long level = random.nextInt(12);
        for (int i = 0; i < size && micros < TestDays.MIDNIGHT + 30 * TestDays.HOUR; i++) {
            builder.add(micros, level - (shape == 3 && random.nextInt(40) == 0 ? 20 : 0));
            level = next(level, shape);
            micros += (random.nextInt(8) == 0 ? GAPS[random.nextInt(GAPS.length)] : gap) * TestDays.MINUTE;
        }
        return builder.build("s", TestDays.DATE);
    }

    /** Uses and refills, excursions to and from one level, noise, or jumps. */
    private long next(long level, int shape) {
        return switch (shape) {
            case 0 -> random.nextInt(6) == 0 ? random.nextInt(5) : level + random.nextInt(4);
            case 1 -> random.nextInt(3) == 0 ? random.nextInt(2) * 20 + random.nextInt(7) : level;
            case 2 -> 10 + random.nextInt(4) + random.nextInt(2);
            default -> random.nextInt(5) == 0 ? level + random.nextInt(200) : level + random.nextInt(3);
        };
    }

    private SensorHistory randomHistory(SensorDay day) {
        Optional<SensorHistory.LastReading> last = random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(new SensorHistory.LastReading(
                        day.micros(0) - (1 + random.nextInt(2_880)) * TestDays.MINUTE, random.nextInt(40)));
        return new SensorHistory(random.nextInt(12), random.nextInt(15), random.nextInt(15), last);
    }

    private static String levels(SensorDay day) {
        List<String> levels = new ArrayList<>();
        for (int i = 0; i < day.size(); i++) {
            levels.add(day.time(i) + "=" + day.level(i));
        }
        return levels.toString();
    }

    /** The rules, without a thought of time or of large numbers. */
    private static final class Reference {
        private static final long SIX_HOURS = 6 * TestDays.HOUR;
        private static final long HOLE = SIX_HOURS + 15 * TestDays.MINUTE;

        /** The levels and times, the last reading of the day before first if it is known. */
        private final long[] level;

        private final long[] time;
        private final int first;

        private Reference(SensorDay day, Optional<SensorHistory.LastReading> before) {
            first = before.isPresent() ? 1 : 0;
            level = new long[day.size() + first];
            time = new long[day.size() + first];
            before.ifPresent(last -> {
                level[0] = last.level();
                time[0] = last.micros();
            });
            for (int i = 0; i < day.size(); i++) {
                level[first + i] = day.level(i);
                time[first + i] = day.micros(i);
            }
        }

        static Set<QualityFlag> flags(SensorDay day, SensorHistory history) {
            return new Reference(day, history.lastReading()).flags(history);
        }

        private Set<QualityFlag> flags(SensorHistory history) {
            List<Long> rises = new ArrayList<>();
            List<Long> others = new ArrayList<>(List.of(0L));
            List<Long> returned = new ArrayList<>();
            long total = 0;
            long undone = 0;
            long last = 0;
            int turns = 0;
            Set<QualityFlag> flags = EnumSet.noneOf(QualityFlag.class);
            for (int i = first + 1; i < level.length; i++) {
                long difference = level[i] - level[i - 1];
                total += Math.max(0, difference);
                if (difference > 0) {
                    rises.add(difference);
                } else if (difference < 0 && last > 0) {
                    turns++;
                    undone += Math.min(last, -difference);
                }
                last = difference == 0 ? last : difference;
                if (difference < 0 && time[i] - time[i - 1] > HOLE) {
                    flags.add(QualityFlag.HOLE);
                }
                if (difference != 0 && time[i] == time[i - 1]) {
                    flags.add(QualityFlag.SAME_TIME);
                }
            }
            for (int i = first + 1; i < level.length; i++) {
                long rise = level[i] - level[i - 1];
                if (rise > 0) {
                    (20 * rise > total && returns(i, rise) ? returned : others).add(rise);
                }
            }
            long least = 3 * others.stream().mapToLong(rise -> rise).max().orElse(0);
            long back = returned.stream()
                    .filter(rise -> rise > least)
                    .mapToLong(rise -> rise)
                    .sum();
            rises.sort(null);
            int readings = level.length - first;
            long large = Math.max(history.secondLargest(), history.fleetMedian());
            boolean compared = history.knownDays() >= 7 && large > 0;
            long largest = rises.isEmpty() ? 0 : rises.get(rises.size() - 1);
            addIf(flags, QualityFlag.STEP, compared && largest > 2 * large);
            addIf(flags, QualityFlag.STEP, rises.size() >= 5 && largest > 50 * rises.get(rises.size() - 2));
            addIf(flags, QualityFlag.MUCH, compared && total > 5 * large);
            addIf(flags, QualityFlag.THERE_AND_BACK, readings >= 8 && total > 0 && 3 * back > total);
            addIf(flags, QualityFlag.NOISE, turns >= 7 && 8 * undone > total);
            addIf(flags, QualityFlag.SINGLE_READING, readings == 1);
            for (int i = first; i < level.length; i++) {
                addIf(flags, QualityFlag.NEGATIVE_LEVEL, level[i] < 0);
            }
            return flags;
        }

        private static void addIf(Set<QualityFlag> flags, QualityFlag flag, boolean holds) {
            if (holds) {
                flags.add(flag);
            }
        }

        private boolean returns(int i, long rise) {
            for (int j = 1; j < level.length; j++) {
                long fall = level[j - 1] - level[j];
                boolean after = j > i && time[j - 1] - time[i] <= SIX_HOURS && near(level[j], level[i - 1], rise);
                boolean before = j < i && time[i - 1] - time[j] <= SIX_HOURS && near(level[i], level[j - 1], rise);
                if (near(fall, rise, rise) && (after || before)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean near(long a, long b, long rise) {
            return 5 * Math.abs(a - b) <= rise;
        }
    }
}
