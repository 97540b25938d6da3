package org.empw.consumption.view;

import static org.empw.consumption.view.PageOfSensors.DATE;
import static org.empw.consumption.view.PageOfSensors.all;
import static org.empw.consumption.view.PageOfSensors.cards;
import static org.empw.consumption.view.PageOfSensors.readings;
import static org.empw.consumption.view.PageOfSensors.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.calculation.Micros;
import org.empw.consumption.calculation.SensorDay;
import org.empw.consumption.calculation.SkippedReading;
import org.junit.jupiter.api.Test;

/** Which sensors are on the page, and in which order. */
class PageSelectionTest {
    private final PageOfSensors page = new PageOfSensors();

    @Test
    void showsTheWorstFirstThenTheOthersByConsumption() throws Exception {
        page.add("small", readings(8, 1, 2));
        page.add("large", readings(8, 1, 3.5));
        page.add("dead", readings(8));
        SensorDay.Builder skipped = readings(8, 1, 2);
        skipped.skip(new SkippedReading("reading 3 has the water_level null", Optional.empty()));
        page.add("skipped", skipped);
        page.add("silent", readings(0, 1, 2));
        page.add("single", readings(0, 1));
        SensorDay.Builder twice = readings(8, 1, 2);
        twice.add(Micros.of(Instant.parse("2020-07-28T08:30:00Z")), 3_000_000);
        page.add("twice", twice);
        page.add("negative", readings(8, -1, 2));
        page.add("spike", readings(8, 1, 1, 1, 1, 1, 9, 1, 2));
        page.add("worse spike", readings(8, 1, 1, 1, 1, 1, 99, 1, 2));
        page.add(readings(8, 1, 2).build("conflicting", DATE), "it comes more than once");
        String html = page.html();
        assertEquals(
                List.of(
                        "conflicting",
                        "worse spike",
                        "spike",
                        "negative",
                        "twice",
                        "silent",
                        "single",
                        "skipped",
                        "dead"),
                cards(html));
        assertEquals(List.of("large", "small"), table(html));
        assertEquals(List.of("2<i>.5</i>", "1<i></i>"), all("</th><td>(\\d.*?)</td>", html));
        assertEquals(
                List.of(
                        "it comes more than once",
                        "98 of 99 was there and back",
                        "8 of 9 was there and back",
                        "the lowest level is -1",
                        "two readings of 2020-07-28T08:30:00Z have different levels",
                        "silent since 00:30 UTC",
                        "silent since 00:00 UTC",
                        "a single reading, so its 0 is a guess",
                        "1 reading skipped, the first: reading 3 has the water_level null",
                        "no usable reading"),
                all("<li>(.*?)</li>", html));
        assertEquals(8 + 2, all("(<svg viewBox)", html).size(), "no curve without readings");
    }

    @Test
    void keepsTheLargestTheWorstAndTheSilentOfAHundredThousand() throws Exception {
        int fleet = 100_000;
        List<WeakReference<SensorDay>> days = new ArrayList<>();
        for (int i = 1; i <= fleet; i++) {
            int shuffled = (int) (i * 7_919L % fleet);
            double hour = shuffled == 5 || shuffled == 99_999 ? 1 : 10;
            SensorDay day = readings(hour, 0, shuffled).build("s" + shuffled, DATE);
            if (shuffled == 7) {
                day = readings(10, -1, 0).build("s7", DATE);
            }
            days.add(new WeakReference<>(day));
            page.add(day, "");
        }
        String html = page.html();
        assertEquals(List.of("s7", "s99999", "s5"), cards(html));
        assertEquals(999, table(html).size());
        assertEquals("s99998", table(html).get(0));
        assertEquals("s99000", table(html).get(998));
        assertTrue(
                html.contains("And 98998 more sensors, with the smallest consumption."),
                html.substring(html.length() - 300));
        assertEquals(List.of("3", "99997"), all("<h2>[^<]*<small>(.*?)</small>", html));

        System.gc();
        long kept = days.stream().filter(day -> day.get() != null).count();
        assertTrue(kept <= 3_000, kept + " days are kept");
    }

    @Test
    void endsBothListsAfterAThousandWithTheWorstAndSaysSo() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            page.add("dead" + i, readings(8));
            page.add("single" + i, readings(8, 1));
            page.add("silent" + i, readings(1, 0, 1));
            page.add("fine" + i, readings(8, 0, 1));
        }
        page.add("negative", readings(8, -1, 2));
        String html = page.html();
        assertEquals(1_000, cards(html).size());
        assertEquals("negative", cards(html).get(0));
        assertEquals(999, all("(<h3>silent)", html).size());
        assertTrue(html.contains("And 5001 more sensors, none of them worse."), "those to look at");
        assertEquals(List.of("6001", "2000"), all("<h2>[^<]*<small>(.*?)</small>", html));
        assertFalse(table(html).contains("silent0"), "a silent sensor is not fine");
    }

    @Test
    void keepsASilentSensorAmongAThousandThatOnlyMissReadings() throws Exception {
        for (int i = 0; i <= 1_000; i++) {
            SensorDay.Builder skipped = i == 0 ? readings(1, 0, 1) : readings(8, 0, 2);
            skipped.skip(new SkippedReading("reading 3 has no water_level", Optional.empty()));
            page.add("s" + i, skipped);
        }
        String html = page.html();
        assertEquals("s0", cards(html).get(0));
        assertTrue(html.contains("And 1 more sensor, none of them worse."), "those to look at");
    }

    @Test
    void keepsASilentSensorAmongAThousandWithASingleReading() throws Exception {
        for (int i = 0; i <= 1_000; i++) {
            page.add("s" + i, readings(8, 5));
        }
        page.add("silent", readings(1, 5)); // the last of equals
        String html = page.html();
        assertEquals("silent", cards(html).get(0));
        assertEquals(List.of("1002"), all("<h2>[^<]*<small>(.*?)</small>", html));
    }

    @Test
    void doesNotShowTheFirstOfTwoThatConflictAsFine() throws Exception {
        page.add("twice", readings(8, 0, 3));
        page.add("fine", readings(8, 0, 1));
        page.add(readings(8, 0, 2).build("twice", DATE), "it comes more than once");
        String html = page.html();
        assertEquals(List.of("twice"), cards(html));
        assertEquals(List.of("no report"), all("<p>(no report)</p>", html));
        assertEquals(List.of("fine"), table(html));
        assertFalse(html.contains("more sensor"), html);
    }
}
