package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bars and numbers of the page's table, measured in a browser. */
class PageTableIT extends PageITBase {
    /** A sensor with a reading every half hour from 04:00 on. */
    private static String sensor(String id, double... levels) {
        StringBuilder json = new StringBuilder("{\"sensor_id\":\"" + id + "\",\"date\":\"2020-07-28\",\"data\":[");
        for (int i = 0; i < levels.length; i++) {
            json.append(i == 0 ? "" : ",").append("{\"water_level\":").append(levels[i]);
            json.append(",\"created_at\":\"2020-07-28T%02d:%02d:00Z\"}".formatted(4 + i / 2, i % 2 * 30));
        }
        return json.append("]}").toString();
    }

    private static List<Double> numbers(String script) throws Exception {
        List<Double> numbers = new ArrayList<>();
        browser.evaluate(script).forEach(number -> numbers.add(number.asDouble()));
        return numbers;
    }

    /** The lengths of the bars of the table, as a share of their column. */
    private static List<Double> bars() throws Exception {
        return numbers("[...document.querySelectorAll('td.bar')].map(td => { const style = getComputedStyle(td);"
                + " const room = td.getBoundingClientRect().width - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);"
                + " const bar = td.querySelector('i'); return bar ? bar.getBoundingClientRect().width / room : 0; })");
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 800, 1_200, 1_600})
    void drawsBarsInProportionAndNoneForNothing(int width) throws Exception {
        double[] totals = {6, 5, 2, 1, 0.1, 0};
        List<String> sensors = new ArrayList<>();
        for (double total : totals) {
            sensors.add(sensor("used" + total, 1, 1 + total / 2, 1 + total));
        }
        open(sensors.toString());
        browser.resize(width);
        List<Double> bars = bars();
        assertEquals(totals.length, bars.size());
        for (int i = 0; i < totals.length; i++) {
            assertEquals(totals[i] / 6, bars.get(i), 0.002, "of " + totals[i]);
        }
        assertEquals(totals.length - 1, count("td.bar i"), "nothing has no bar");
        assertTrue(width("td.bar i") > 50, "there is room for bars");
    }

    @Test
    void breaksTheBarOfAGiantInsteadOfFlatteningTheOthers() throws Exception {
        List<String> sensors = new ArrayList<>(List.of(sensor("giant", 1, 5_001, 10_001)));
        for (int i = 1; i <= 12; i++) {
            sensors.add(sensor("s" + i, 1, 1 + i / 2.0, 1 + i));
        }
        open(sensors.toString());
        List<Double> bars = bars();
        assertEquals(1, bars.get(0), 0.002);
        assertEquals(1, bars.get(1), 0.002);
        assertEquals(11 / 12.0, bars.get(2), 0.002);
        assertEquals(
                "none",
                browser.evaluate("getComputedStyle(document.querySelectorAll('td.bar i')[1]).maskImage")
                        .asString());
        assertTrue(browser.evaluate("getComputedStyle(document.querySelector('td.bar i')).maskImage")
                .asString()
                .contains("gradient"));
        assertEquals("longer than the scale", text("td.bar"));
        assertEquals(
                "Largest consumption first. A broken bar is longer than the scale, which ends at 12.", text("caption"));
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 800})
    void keepsALongNumberInOnePiece(int width) throws Exception {
        double[] levels = new double[40];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = -999_999_999.123457 + i % 4 * 650_000_000L;
        }
        String rising = sensor("rising", 0.000001, 4_000_000.654321, 8_209_867.512442);
        open(List.of(sensor("long", levels), sensor("x".repeat(64), levels), sensor("short", 1, 2, 3), rising)
                .toString());
        browser.resize(width);
        assertNoHorizontalScrolling();
        assertEquals("0 to 8209868", text(".ends"), "the number at the end of the scale is short");
        assertEquals(
                0,
                browser.evaluate("[...document.querySelectorAll('th, td, .ends')]"
                                + ".filter(e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1).length")
                        .asInt(),
                "nothing runs into its neighbour");
        List<Double> heights = numbers("[...document.querySelectorAll('article p, tbody td:nth-child(2)')].map(e => {"
                + " const text = document.createRange(); text.selectNodeContents(e);"
                + " return text.getBoundingClientRect().height; })");
        assertEquals(4, heights.size());
        heights.forEach(height -> assertTrue(height < 30, heights + " are more than a line"));
    }
}
