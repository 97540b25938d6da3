package org.empw.consumption.calculation;

import java.util.Random;

/**
 * A tank or a register whose sensor is right, simulated minute by minute: people draw water at the hours at which such
 * people do. The same seed gives the same days.
 */
final class OrdinaryTank {
    private static final int MINUTES = 24 * 60;

    /** How much of its water each hour of the day takes, from midnight on. */
    private static final int[] HOME = {1, 0, 0, 0, 0, 2, 8, 12, 8, 4, 3, 4, 6, 5, 3, 3, 4, 6, 8, 9, 8, 6, 4, 2};

    private static final int[] WORK = {0, 0, 0, 0, 0, 0, 1, 6, 9, 9, 10, 9, 9, 7, 9, 9, 8, 5, 2, 0, 0, 0, 0, 0};

    enum Kind {
        /** A register of a household, which only counts up. */
        HOUSE,
        /** A register of an office, with little use at weekends. */
        OFFICE,
        /** A register of a house that is used at every second weekend. */
        HOLIDAY_HOME,
        /** The depth down to the water; a truck refills the tank once a week. */
        TANK_WEEKLY,
        /** The depth down to the water; the tank is refilled every morning. */
        TANK_DAILY,
        /** The height of the water, so that use is a fall and the weekly refill the only rise. */
        HEIGHT_WEEKLY,
        /** The height of the water, refilled every morning. */
        HEIGHT_DAILY,
        /** The height of the water in a small tank that a pump fills whenever a third is gone, some times a day. */
        HEIGHT_PUMPED
    }

    private final Kind kind;
    private final Random random;
    private final int readingsADay;
    private final double resolution;
    private final double people;
    private final double capacity;
    private final int refillHour;
    private double used;
    private int dayNumber;

    OrdinaryTank(Kind kind, int readingsADay, long seed) {
        this.kind = kind;
        this.readingsADay = readingsADay;
        random = new Random(seed);
        resolution = new double[] {0.1, 0.5, 1}[random.nextInt(3)];
        people = kind == Kind.OFFICE ? 8 + random.nextInt(25) : 1 + random.nextInt(6);
        boolean weekly = kind == Kind.TANK_WEEKLY || kind == Kind.HEIGHT_WEEKLY;
        capacity = people * 250 * (weekly ? 10 : kind == Kind.HEIGHT_PUMPED ? 0.8 : 2);
        refillHour = 5 + random.nextInt(8);
        used = isRegister() ? random.nextInt(100_000) : 0;
        dayNumber = random.nextInt(14);
    }

    private boolean isRegister() {
        return kind == Kind.HOUSE || kind == Kind.OFFICE || kind == Kind.HOLIDAY_HOME;
    }

    /** The next day's readings, at even distances with some seconds of jitter. */
    SensorDay next() {
        double[] drawn = drawn();
        double refill = refillToday() ? used : 0;
        int refillBegins = refillHour * 60 + random.nextInt(60);
        int refillTakes = 10 + random.nextInt(50);
        SensorDay.Builder readings = new SensorDay.Builder();
        int every = MINUTES / readingsADay;
        for (int minute = 0; minute < MINUTES; minute++) {
            used = isRegister() ? used + drawn[minute] : Math.min(capacity, used + drawn[minute]);
            if (kind == Kind.HEIGHT_PUMPED && used > capacity / 3) {
                refill = used;
                refillBegins = minute;
            }
            if (minute >= refillBegins && minute < refillBegins + refillTakes) {
                used = Math.max(0, used - refill / refillTakes);
            }
            if (minute % every == every / 2) {
                readings.add(TestDays.MIDNIGHT + minute * TestDays.MINUTE + random.nextInt(30_000_000), level());
            }
        }
        dayNumber++;
        return readings.build(kind.name(), TestDays.DATE);
    }

    private long level() {
        boolean height = kind.name().startsWith("HEIGHT");
        double level = height ? capacity - used : used;
        return Math.round(Math.floor(level / resolution) * resolution * 1e6);
    }

    private boolean refillToday() {
        boolean daily = kind == Kind.TANK_DAILY || kind == Kind.HEIGHT_DAILY;
        boolean pumped = kind == Kind.HEIGHT_PUMPED;
        return !isRegister() && !pumped && (daily || dayNumber % 7 == 2 || used > capacity * 0.9);
    }

    /** What is drawn in each minute of the day, in litres. */
    private double[] drawn() {
        double[] drawn = new double[MINUTES];
        boolean weekend = dayNumber % 7 >= 5;
        double present = switch (kind) {
            case OFFICE -> weekend ? 0.05 : 0.5;
            case HOLIDAY_HOME -> weekend && dayNumber % 14 < 7 ? 1 : 0;
            default -> weekend ? 1.2 : 1;
        };
        int draws = (int) Math.round(people * present * (20 + random.nextInt(15)));
        for (int i = 0; i < draws; i++) {
            draw(drawn, kind == Kind.OFFICE ? WORK : HOME);
        }
        return drawn;
    }

    /** A tap, a toilet, a shower or a washing machine. */
    private void draw(double[] drawn, int[] hours) {
        int what = random.nextInt(40);
        double litres = what < 22 ? 0.5 + 3 * random.nextDouble() : what < 37 ? 6 : 30 + random.nextInt(40);
        int minutes = litres < 10 ? 1 : 6;
        int begin = hour(hours) * 60 + random.nextInt(60);
        for (int minute = begin; minute < begin + minutes; minute++) {
            drawn[Math.min(minute, MINUTES - 1)] += litres / minutes;
        }
    }

    private int hour(int[] hours) {
        int all = 0;
        for (int weight : hours) {
            all += weight;
        }
        int drawn = random.nextInt(all);
        int hour = 0;
        while (drawn >= hours[hour]) {
            drawn -= hours[hour++];
        }
        return hour;
    }
}
