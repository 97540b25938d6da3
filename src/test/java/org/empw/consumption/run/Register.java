package org.empw.consumption.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A water meter, known to the millionth, and what its sensor sends: between four readings an hour and one a day, with
 * outages of hours and of whole days, in which the water flows on.
 */
record Register(String sensorId, List<Reading> readings) {
    private static final int[] MINUTES_BETWEEN = {15, 60, 180, 180, 360, 360, 720, 1440};

    /**
     * A reading.
     *
     * @param date the day that the API gives it
     * @param level what the register shows, in millionths
     * @param flowed what has flowed until then, in millionths: the same as the level counts, while no register is
     *     replaced
     */
    record Reading(Instant at, LocalDate date, long level, long flowed) {
        private String json() {
            return "{\"water_level\":" + BigDecimal.valueOf(level, 6).toPlainString() + ",\"created_at\":\"" + at
                    + "\"}";
        }
    }

    private record Outage(Instant from, Instant to) {
        boolean covers(Instant time) {
            return !time.isBefore(from) && time.isBefore(to);
        }
    }

    /**
     * Draws a register and what it sends.
     *
     * @param dating gives a reading's date, by its time
     * @param replaced whether it may be replaced by one that shows less, or is a tank that is refilled
     */
    static Register of(
            String sensorId,
            Random random,
            Instant begin,
            Instant end,
            Function<Instant, LocalDate> dating,
            boolean replaced) {
        int minutes = MINUTES_BETWEEN[random.nextInt(MINUTES_BETWEEN.length)];
        boolean punctual = random.nextBoolean(); // otherwise no gap is ever exactly 48 hours
        List<Outage> outages = outages(random, begin, end);
        List<Reading> readings = new ArrayList<>();
        long level = random.nextLong(100_000_000_000L);
        long flowed = 0;
        for (Instant time = begin; time.isBefore(end); time = time.plus(Duration.ofMinutes(minutes))) {
            long drawn = random.nextInt(4) == 0 ? 0 : random.nextLong(9_000_000L);
            flowed += drawn;
            level += drawn;
            if (replaced && random.nextInt(3 * 1440 / minutes) == 0) {
                level -= random.nextLong(1 + (random.nextBoolean() ? level : Math.min(level, 20_000_000L)));
            }
            Instant at = punctual ? time : time.plusMillis(random.nextInt(minutes * 60_000));
            if (outages.stream().noneMatch(outage -> outage.covers(at))) {
                readings.add(new Reading(at, dating.apply(at), level, flowed));
            }
        }
        return new Register(sensorId, readings);
    }

    private static List<Outage> outages(Random random, Instant begin, Instant end) {
        List<Outage> outages = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            long hours = Duration.between(begin, end).toHours();
            Instant from = begin.plus(Duration.ofHours(random.nextLong(hours)));
            int takes = random.nextInt(3) > 0 ? 1 + random.nextInt(20) : 24 + random.nextInt(60);
            outages.add(new Outage(from, from.plus(Duration.ofHours(takes))));
        }
        return outages;
    }

    /** What the API has of a day until then, without what the job skips because it is too late for that date. */
    List<Reading> of(LocalDate date, Instant until) {
        Instant end = date.atStartOfDay(ZoneOffset.UTC).plusHours(36).toInstant();
        return readings.stream()
                .filter(reading -> reading.date.equals(date))
                .filter(reading -> !reading.at.isAfter(until) && !reading.at.isAfter(end))
                .toList();
    }

    /** An entry of the API's answer, with the readings as they are. */
    String entry(LocalDate date, List<Reading> some) {
        return "{\"sensor_id\":\"" + sensorId + "\",\"date\":\"" + date + "T00:00:00.000Z\",\"data\":["
                + some.stream().map(Reading::json).collect(Collectors.joining(",")) + "]}";
    }
}
