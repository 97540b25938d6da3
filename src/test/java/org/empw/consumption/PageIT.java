package org.empw.consumption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code --page}, as a browser shows it. */
class PageIT {

    @TempDir
    static Path directory;

    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(
                Browser.isInstalled(), "SKIPPED: there is no browser; install chromium and chromium-driver");
        browser = new Browser(directory.resolve("profile"));
    }

    @AfterAll
    static void end() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    private static void open(String readings) throws Exception {
        Path page = directory.resolve("page.html");
        JobProcess job =
                JobProcess.run(directory, Map.of(), readings, "--readings", "-", "--dry-run", "--page", "page.html");
        assertTrue(Files.exists(page), job.err);
        browser.open(page);
    }

    @Test
    void showsTheSample() throws Exception {
        open(Files.readString(Path.of("src/main/resources/org/empw/consumption/demo/readings.json")));
        assertEquals(
                2,
                browser.evaluate("document.querySelectorAll('article').length").asInt());
        assertEquals(
                "104",
                browser.evaluate("document.querySelector('article b').textContent")
                        .asString());
        assertTrue(browser.evaluate("document.querySelector('header').textContent")
                .asString()
                .contains("2 reports printed"));
        assertEquals(
                1,
                browser.evaluate("document.querySelectorAll('svg path.fall').length")
                        .asInt());
        double widest = barWidth(0);
        assertEquals(30.0 / 104, barWidth(1) / widest, 0.01);
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
        assertEquals(
                0,
                browser.evaluate("document.querySelectorAll('script, link, img, iframe').length")
                        .asInt());
    }

    @Test
    void showsAThousandSensorsWithinItsWidth() throws Exception {
        open(Fleet.readings(1_000));
        assertEquals(
                1_000,
                browser.evaluate("document.querySelectorAll('article svg').length")
                        .asInt());
        assertTrue(browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
                .asBoolean());
    }

    @Test
    void showsHostileIdsAsText() throws Exception {
        String id = "</h3><script>document.title='owned'</script><img src=x onerror=alert(1)>&amp;\"'";
        open("[{\"sensor_id\":\"" + id.replace("\"", "\\\"") + "\\u202e\\u001b[31m\",\"date\":\"2020-07-28\",\"data\":["
                + "{\"water_level\":\"<b>\",\"created_at\":\"2020-07-28T04:30:00Z\"},"
                + "{\"water_level\":1,\"created_at\":\"2020-07-28T04:00:00Z\"},"
                + "{\"water_level\":2,\"created_at\":\"2020-07-28T05:00:00Z\"}]}]");
        assertEquals(
                id + "\\u202e\\u001b[31m",
                browser.evaluate("document.querySelector('h3').textContent").asString());
        assertFalse(browser.evaluate("document.title").asString().contains("owned"));
        assertEquals(
                0,
                browser.evaluate("document.querySelectorAll('img, script').length")
                        .asInt());
        assertEquals(
                "Sensors to look at first 1",
                browser.evaluate("document.querySelector('h2').textContent").asString());
        assertEquals(
                1,
                browser.evaluate("document.querySelectorAll('svg path.left-out').length")
                        .asInt());
        assertTrue(browser.evaluate("document.querySelector('li').textContent")
                .asString()
                .contains("\"<b>\""));
    }

    private static double barWidth(int card) throws Exception {
        return browser.evaluate("document.querySelectorAll('.bar i')[" + card + "].getBoundingClientRect().width")
                .asDouble();
    }
}
