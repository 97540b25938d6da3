package org.empw.consumption.calculation;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which readings of a sensor's day a {@link QualityFlag} is about, to be written beside them. */
public final class QualityMarks {
    private final SensorDay day;
    private final Map<Integer, String> marks = new HashMap<>();

    private QualityMarks(SensorDay day) {
        this.day = day;
    }

    /** The marks of a day, with what {@link QualityCheck#check} was given. */
    public static QualityMarks of(SensorDay day, Consumption consumption, SensorHistory history) {
        QualityMarks marks = new QualityMarks(day);
        DayJudgement judgement = new DayJudgement(day, consumption, history);
        if (judgement.hasRises()) {
            if (judgement.step() > 0) {
                marks.add(judgement.stepAt(), "in one step");
            }
            judgement.thereAndBack().ifPresent(marks::thereAndBack);
            if (judgement.isNoise()) {
                marks.noise();
            }
        }
        for (int i = 0; i < day.size(); i++) {
            marks.reading(i);
        }
        return marks;
    }

    /** What is to be said of reading {@code i}, clauses with semicolons between them; empty where it is nothing. */
    public String mark(int i) {
        return marks.getOrDefault(i, "");
    }

    private void add(int i, String mark) {
        marks.merge(i, mark, (earlier, later) -> earlier + "; " + later);
    }

    private void thereAndBack(ThereAndBack found) {
        Set<Integer> falls = new TreeSet<>(); // one fall can take two rises back
        for (int k = 0; k < found.size(); k++) {
            add(found.riseAt(k), "there and back");
            falls.add(found.fallAt(k));
        }
        falls.forEach(fall -> add(fall, (fall == 0 ? "fell since the day before: " : "") + "there and back"));
    }

    private void noise() {
        long last = 0;
        for (int i = 1; i < day.size(); i++) {
            long difference = difference(i);
            if (difference < 0 && last > 0) {
                add(i, "down again");
            }
            last = difference == 0 ? last : difference;
        }
    }

    /** What a reading shows by itself or beside the one before. */
    private void reading(int i) {
        if (day.level(i) < 0) {
            add(i, "below zero");
        }
        if (i == 0) {
            return;
        }
        long micros = day.micros(i) - day.micros(i - 1);
        if (micros == 0 && difference(i) != 0) {
            add(i, "the same time as above");
        }
        if (micros > DayShape.HOLE && difference(i) < 0) {
            add(i, QualityCheck.hours(micros) + " without readings");
        }
    }

    private long difference(int i) {
        return day.level(i) - day.level(i - 1);
    }
}
