package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A page that the packaged jar drew, in a browser. */
abstract class PageITBase {
    @TempDir
    static Path directory;

    static Browser browser;

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

    /** The page of some readings; returns its size. */
    static long open(String readings) throws Exception {
        Path page = directory.resolve("page.html");
        Files.deleteIfExists(page);
        JobProcess job =
                JobProcess.run(directory, Map.of(), readings, "--readings", "-", "--dry-run", "--page", "page.html");
        assertTrue(Files.exists(page), job.err);
        browser.resize(1_200);
        browser.open(page);
        return Files.size(page);
    }

    static int count(String selector) throws Exception {
        return browser.evaluate("document.querySelectorAll('" + selector + "').length")
                .asInt();
    }

    static String text(String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').textContent")
                .asString();
    }

    static double width(String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').getBoundingClientRect().width")
                .asDouble();
    }

    static void assertNoHorizontalScrolling() throws Exception {
        assertTrue(browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
                .asBoolean());
    }
}
