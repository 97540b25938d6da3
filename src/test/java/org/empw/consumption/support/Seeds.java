package org.empw.consumption.support;

import java.util.stream.LongStream;

/**
 * Random schedules, each from a seed. Each JDK has seeds of its own, so that a build on two of them plays twice as
 * many; {@code -Dschedules=20000} plays so many, {@code -Dseed=123} one alone.
 */
public final class Seeds {
    private static final int SCHEDULES = 500;

    private Seeds() {}

    /** Plays the schedule that a seed gives. */
    public interface Player {
        void play(long seed) throws Exception;
    }

    /** Plays them all and returns how many there were; a failure says which. */
    public static int play(Player player) throws Exception {
        long[] seeds = seeds().toArray();
        for (long seed : seeds) {
            try {
                player.play(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "Schedule " + seed + " (run it alone with -Dseed=" + seed + "): " + e.getMessage(), e);
            }
        }
        return seeds.length;
    }

    private static LongStream seeds() {
        Long only = Long.getLong("seed");
        Integer schedules = Integer.getInteger("schedules");
        if (only != null) {
            return LongStream.of(only);
        }
        long first = schedules == null ? Runtime.version().feature() * 1_000L : 0;
        return LongStream.range(first, first + (schedules == null ? SCHEDULES : schedules));
    }
}
