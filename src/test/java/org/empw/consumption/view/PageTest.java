package org.empw.consumption.view;

import static org.empw.consumption.view.PageOfSensors.DATE;
import static org.empw.consumption.view.PageOfSensors.all;
import static org.empw.consumption.view.PageOfSensors.cards;
import static org.empw.consumption.view.PageOfSensors.readings;
import static org.empw.consumption.view.PageOfSensors.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.calculation.QualityFlag;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SkippedReading;
import org.empw.consumption.text.Figure;
import org.junit.jupiter.api.Test;

class PageTest {
    private final PageOfSensors page = new PageOfSensors();

    @Test
    void saysTheDayWhenItWasMadeAndByWhichVersion() throws Exception {
        page.add("a", readings(4, 1, 2));
        String html = page.html();
        assertEquals(List.of("EMPW consumption of 2020-07-28"), all("<title>(.*?)</title>", html));
        assertEquals(List.of("EMPW consumption of 2020-07-28"), all("<h1>(.*?)</h1>", html));
        assertTrue(html.contains("The API's day, in Africa/Cairo; times are UTC."), html);
        assertTrue(html.contains("Made on 2020-07-29 at 00:30 UTC by consumption-job 1.2.3."), html);
        assertFalse(html.contains("{{"), html);
    }

    @Test
    void namesTheDayOfEachSensorWhereThereAreSeveral() throws Exception {
        page.add("a", readings(4, 1, 3));
        page.add(readings(-24, 1, 2).build("b", DATE.minusDays(1)), "");
        String html = page.html();
        assertEquals(List.of("EMPW consumption of 2020-07-27 to 2020-07-28"), all("<h1>(.*?)</h1>", html));
        assertEquals(List.of("a <small>2020-07-28</small>", "b <small>2020-07-27</small>"), table(html));
    }

    @Test
    void measuresTheBarsByTheLargestSensorThatIsFine() throws Exception {
        page.add("spike", readings(8, 1, 1, 1, 1, 1, 99, 1, 2));
        page.add("half", readings(8, 0, 2));
        page.add("whole", readings(8, 0, 4));
        assertEquals(List.of("100.0", "50.0"), all("style=\"width:(.*?)%\"", page.html()));
        assertEquals(1, all("(class=\"cut\")", page.html()).size());
    }

    @Test
    void measuresTheBarsOfSuspectsByThemselvesWhereThereIsNothingElse() throws Exception {
        page.add("spike", readings(8, 1, 99, 1, 2));
        page.add("single", readings(8, 1));
        assertEquals(List.of("100.0"), all("style=\"width:(.*?)%\"", page.html()));
    }

    @Test
    void showsTheLowestAndTheHighestLevelBesideACurve() throws Exception {
        page.add("a", readings(8, 1.25, 20.5));
        page.add("flat", readings(8, 7, 7));
        assertEquals(List.of("20<i>.5</i><br>1<i>.25</i>", "7<i></i>"), all("</svg></td><td>(.*?)</td>", page.html()));
        assertEquals(
                List.of("--total:5ch;--total-decimals:3ch;--level:5ch;--level-decimals:3ch;"),
                all("<table style=\"(.*?)\"", page.html()));
    }

    @Test
    void explainsTheOrderByWhatTheFlagsAreCalled() throws Exception {
        page.add("single", readings(8, 1));
        String note = all("<details>(.*?)</details>", page.html()).get(0);
        int before = note.indexOf("no report; ");
        for (QualityFlag flag : QualityFlag.values()) {
            int place = note.indexOf(flag.title() + "; ");
            assertTrue(place > before, flag + " in " + note);
            before = place;
        }
    }

    @Test
    void marksWhatWasNotDelivered() throws Exception {
        page.add("a", readings(8, 0, 3));
        page.add("b", readings(8, 0, 2));
        page.add("c", readings(8, 0, 1));
        page.add("d", readings(8, 1));
        Set<ConsumptionReport.Key> unsent = Set.of(key("b"), key("d"));
        String html =
                page.html(new Page.RunOutcome(List.of(), List.of(), List.of(), unsent, Set.of(key("a"), key("x"))));
        assertEquals(List.of("d <em>unsent</em>"), cards(html));
        assertEquals(List.of("a <em>in doubt</em>", "b <em>unsent</em>", "c"), table(html));
    }

    @Test
    void saysOnceThatNothingIsCompared() throws Exception {
        page.add("a", readings(8, 0, 3));
        page.addKnown("b", 6, readings(8, 1, 1.5, 10));
        page.add("single", readings(8, 1));
        String html = page.html();
        assertTrue(
                html.contains("<p>No consumption is compared with earlier days yet: fewer than seven are known.</p>"),
                html);
        assertEquals(List.of("b", "a"), table(html), "six days are too few");
        assertEquals(List.of("single"), cards(html));
    }

    @Test
    void namesTheSensorsThatAreNotComparedWhereOthersAre() throws Exception {
        page.add("a", readings(8, 0, 3));
        page.addKnown("b", 6, readings(8, 1, 1.5, 10));
        page.addKnown("much", 7, readings(8, 1, 2.5, 3.5, 5, 6.5, 8, 10));
        page.addKnown("c", 7, readings(8, 1, 1.5, 2));
        page.add("dead", readings(8));
        String html = page.html();
        assertFalse(html.contains("No consumption is compared"), html);
        assertEquals(
                List.of("b <small>not compared yet</small>", "a <small>not compared yet</small>", "c"), table(html));
        assertEquals(List.of("much", "dead"), cards(html));
    }

    @Test
    void saysOnceWhatTheRunCameToAndWhatFailed() throws Exception {
        List<Figure> figures = List.of(
                Figure.of(4, "sensor", ""),
                Figure.of(1, "report", "already stored by an earlier run"),
                Figure.unlessZero(0, "fall", "ignored"),
                new Figure("seconds", 0.4, "s"));
        List<String> notes =
                List.of("Sensor \"e\" has no usable date; skipped", "1 sensor is registered and sent nothing: \"x\"");
        String html = page.html(new Page.RunOutcome(figures, notes, List.of("Stopped: it broke"), Set.of(), Set.of()));
        assertTrue(html.contains("""
                <p class="problem">Stopped: it broke</p>
                <ul><li><b>4</b> sensors</li><li><b>1</b> report already stored by an earlier run</li><li><b>0.4</b> \
                s</li></ul>
                <p>Sensor &quot;e&quot; has no usable date; skipped</p>
                <p>1 sensor is registered and sent nothing: &quot;x&quot;</p>
                <p class="key">"""), html);
    }

    @Test
    void foldsMoreThanThreeFindingsAway() throws Exception {
        page.add("a", readings(8, 0, 3));
        List<String> notes = List.of("one", "two", "three", "four");
        String folded =
                "<details><summary>4 findings</summary>\n<p>one</p>\n<p>two</p>\n<p>three</p>\n<p>four</p>\n</details>";
        assertTrue(html(notes).contains(folded));
        assertFalse(html(notes.subList(0, 3)).contains("<details>"));
    }

    private String html(List<String> notes) throws Exception {
        return page.html(new Page.RunOutcome(List.of(), notes, List.of(), Set.of(), Set.of()));
    }

    @Test
    void escapesAllThatCameFromTheServer() throws Exception {
        String evil = "<img src=x onerror=alert(1)>&\"'";
        String harmless = "&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;";
        SensorDay.Builder skipped = readings(8, 1, 2);
        skipped.skip(new SkippedReading(evil, Optional.empty()));
        page.add(evil, skipped);
        page.add(evil, readings(8, 1, 2));
        String html = page.html(new Page.RunOutcome(
                List.of(new Figure("x", 1, evil)), List.of(evil), List.of(evil + 2), Set.of(), Set.of()));
        assertFalse(html.contains("<img"), html);
        assertEquals(6, all("(" + Pattern.quote(harmless) + ")", html).size());
    }

    @Test
    void isAPageWithoutSensorsToo() throws Exception {
        String html = page.html(new Page.RunOutcome(List.of(), List.of(), List.of(), Set.of(), Set.of()));
        assertEquals(List.of("EMPW consumption of a day without readings"), all("<h1>(.*?)</h1>", html));
        assertTrue(html.endsWith("</html>\n"), html);
    }

    private static ConsumptionReport.Key key(String id) {
        return new ConsumptionReport.Key(DATE, id);
    }
}
