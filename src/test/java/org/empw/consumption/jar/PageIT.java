package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;

/** The page of {@code --page}, as a browser shows and prints it. */
class PageIT extends PageITBase {
    /** Sensors with a reading every quarter of an hour; every fifth has a spike, every tenth no usable reading. */
    private static String fleet(int sensors) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < sensors; i++) {
            json.append(i == 0 ? "" : ",").append("{\"sensor_id\":\"5f1efd8e2514f8000");
            json.append(1_000_000 + i).append("\",\"date\":\"2020-07-28T00:00:00.000Z\",\"data\":[");
            for (int j = 0; j < 96; j++) {
                String level = i % 5 == 0 && j == 50 ? "9999" : i % 10 == 9 ? "null" : 100 + j * (i % 97) / 10.0 + "";
                json.append(j == 0 ? "" : ",").append("{\"water_level\":").append(level);
                json.append(",\"created_at\":\"2020-07-2").append(j < 8 ? 7 : 8);
                json.append("T%02d:%02d:00Z\"}".formatted((j / 4 + 22) % 24, j % 4 * 15));
            }
            json.append("]}");
        }
        return json.append("]").toString();
    }

    @Test
    void showsTheSample() throws Exception {
        open(Files.readString(Path.of("src/main/resources/org/empw/consumption/demo/readings.json")));
        assertEquals("EMPW consumption of 2020-07-28", text("title"));
        assertEquals("2 reports printed", text("header li:nth-child(3)"));
        assertEquals("104", text("tbody tr:first-child td"));
        assertEquals("30", text("tbody tr:last-child td"));
        assertEquals(30.0 / 104, width("tr:last-child .bar i") / width("tbody tr:first-child .bar i"), 0.01);
        assertEquals(1, count("svg path.fall"));
        assertTrue(width("tbody tr:first-child path.rise") > 5, "its curve is drawn");
    }

    @Test
    void turnsDarkAndAsksTheNetworkForNothing() throws Exception {
        open(Fleet.readings(3));
        String light = browser.evaluate("getComputedStyle(document.body).backgroundColor")
                .asString();
        browser.preferDark();
        assertNotEquals(
                light,
                browser.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asString());
        assertEquals(
                0,
                browser.evaluate("performance.getEntriesByType('resource').length")
                        .asInt());
        assertEquals(0, count("script, link, img, iframe, [onclick], [href^=http]"));
        assertEquals(
                "default-src 'none'; style-src 'unsafe-inline'",
                browser.evaluate("document.querySelector('meta[http-equiv]').content")
                        .asString());
    }

    @Test
    void fitsAPhoneAndThreePagesOfPaper() throws Exception {
        open(fleet(50));
        assertEquals(15, count("article"));
        assertEquals(10, count("article figure"));
        assertEquals(35, count("tbody tr"));
        assertNoHorizontalScrolling();
        int pages = browser.printedPages();
        assertTrue(pages >= 1 && pages <= 3, pages + " pages");
        browser.resize(390);
        assertEquals(390, browser.evaluate("innerWidth").asInt());
        assertNoHorizontalScrolling();
    }

    @Test
    void foldsFindingsAwayButOnPaper() throws Exception {
        open("[{\"sensor_id\":\"a\"},{\"sensor_id\":\"b\"},{\"sensor_id\":\"c\"},{\"sensor_id\":\"d\"}]");
        assertEquals("4 findings", text("summary"));
        String isShown = "document.querySelector('header details p').checkVisibility({contentVisibilityAuto: true})";
        assertFalse(browser.evaluate(isShown).asBoolean());
        browser.showPrinted(true);
        boolean isPrinted = false;
        for (int i = 0; !isPrinted && i < 20; i++) { // until the browser has drawn it
            isPrinted = browser.evaluate(isShown).asBoolean();
            Thread.sleep(50);
        }
        browser.showPrinted(false);
        assertTrue(isPrinted);
        assertEquals(0, width(".key"), "there is no curve to explain");
    }

    @Test
    void isSmallWithThreeThousandSensors() throws Exception {
        long bytes = open(fleet(3_000));
        assertTrue(bytes < 1_500_000, bytes + " bytes");
        assertEquals(900, count("article"));
        assertEquals(1_000, count("tbody tr"));
        assertEquals("And 1100 more sensors, with the smallest consumption.", text(".more"));
    }

    @Test
    void makesSenseToAScreenReader() throws Exception {
        open(fleet(20));
        assertEquals(
                "H1 H2 H3 H3 H3 H3 H3 H3 H2",
                browser.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => h.tagName).join(' ')")
                        .asString());
        assertEquals(0, count("svg:not([aria-hidden=true]):not([role=img][aria-label])"));
        assertEquals("Largest consumption first.", text("caption"));
        assertEquals(0, count("th:not([scope]), thead td"));
        assertEquals("0 to 171", text("th:nth-child(3) .ends"));
        assertEquals(5, count("th[scope=col]"));
        assertEquals(
                "271<i></i><br>100<i></i>",
                browser.evaluate("document.querySelector('td:last-child').innerHTML")
                        .asString());
        assertEquals(1, count("details"));
        assertEquals(
                "96 readings, 22:00 on the 27th to 21:45",
                browser.evaluate("document.querySelector('td svg').getAttribute('aria-label')")
                        .asString());
    }

    @Test
    void showsHostileIdsAsText() throws Exception {
        String id = "</h3><script>document.title=1</script><img src=x>&amp;\"'";
        open("[{\"sensor_id\":\"" + id.replace("\"", "\\\"") + "\",\"date\":\"2020-07-28\",\"data\":["
                + "{\"water_level\":\"<b>\\u202e\",\"created_at\":\"2020-07-28T04:30:00Z\"},"
                + "{\"water_level\":1,\"created_at\":\"2020-07-28T04:00:00Z\"},"
                + "{\"water_level\":2,\"created_at\":\"2020-07-28T05:00:00Z\"}]}]");
        assertEquals(id, text("h3"));
        assertEquals(0, count("img, script, b b"));
        assertEquals("Sensors to look at 1", text("h2"));
        assertEquals(1, count("svg path.skip"));
        assertTrue(text("article li").contains("\"<b>\\u202e\""), text("article li"));
    }
}
