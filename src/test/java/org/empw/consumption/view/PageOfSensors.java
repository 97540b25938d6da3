package org.empw.consumption.view;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.empw.consumption.calculation.Consumption;
import org.empw.consumption.calculation.ConsumptionCalculator;
import org.empw.consumption.calculation.Micros;
import org.empw.consumption.calculation.QualityCheck;
import org.empw.consumption.calculation.ReadingTimes;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SensorHistory;
import org.empw.consumption.calculation.SensorResult;

/** A page that is given sensors as the job gives them, and what can be found in its HTML. */
final class PageOfSensors {
    static final LocalDate DATE = LocalDate.of(2020, 7, 28);

    final Page page = new Page(new Page.Generator("1.2.3", Instant.parse("2020-07-29T00:30:59.5Z")));
    private final ReadingTimes readingTimes = new ReadingTimes();

    /** A sensor with a reading every half hour from {@code hour} on. */
    static SensorDay.Builder readings(double hour, double... levels) {
        SensorDay.Builder day = new SensorDay.Builder();
        for (int i = 0; i < levels.length; i++) {
            long seconds = Math.round(hour * 3_600) + i * 1_800L;
            day.add(Micros.of(Instant.parse("2020-07-28T00:00:00Z").plusSeconds(seconds)), Math.round(levels[i] * 1e6));
        }
        return day;
    }

    void add(String id, SensorDay.Builder readings) {
        add(readings.build(id, DATE), "");
    }

    /** A sensor with so many known days, each with a consumption of 1. */
    void addKnown(String id, int knownDays, SensorDay.Builder readings) {
        add(readings.build(id, DATE), "", new SensorHistory(knownDays, 1_000_000, 1_000_000, Optional.empty()));
    }

    void add(SensorDay day, String noReport) {
        add(day, noReport, SensorHistory.NONE);
    }

    private void add(SensorDay day, String noReport, SensorHistory history) {
        Consumption consumption = ConsumptionCalculator.calculate(day);
        SensorResult result = new SensorResult(
                day,
                consumption,
                day.size() == 0 ? "no usable reading" : noReport,
                QualityCheck.check(day, consumption, history),
                history);
        page.add(result);
        readingTimes.add(result);
    }

    String html() throws Exception {
        return html(new Page.RunOutcome(List.of(), List.of(), List.of(), Set.of(), Set.of()));
    }

    String html(Page.RunOutcome outcome) throws Exception {
        return page.html(outcome, readingTimes);
    }

    static List<String> all(String pattern, String html) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(html)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** The sensors with a card, as they are named. */
    static List<String> cards(String html) {
        return all("<h3>(.*?)</h3>", html);
    }

    /** The sensors in the table, as they are named. */
    static List<String> table(String html) {
        return all("<th scope=\"row\">(.*?)</th>", html);
    }
}
