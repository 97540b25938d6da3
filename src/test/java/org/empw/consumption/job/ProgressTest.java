package org.empw.consumption.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.empw.consumption.console.StatusLine;
import org.empw.consumption.support.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProgressTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final StatusLine line = new StatusLine(new PrintStream(shown, true, StandardCharsets.UTF_8));
    private final AtomicInteger asked = new AtomicInteger();

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsALineOnATerminalAgainAndAgainAndErasesIt() throws InterruptedException {
        CountDownLatch twice = new CountDownLatch(2);
        long start = System.nanoTime();
        try (Progress progress = new Progress(line, true, Patience.none(), () -> {
            twice.countDown();
            return asked.incrementAndGet() + " done";
        })) {
            assertTrue(twice.await(5, TimeUnit.SECONDS));
        }
        assertTrue(System.nanoTime() - start >= 1_200_000_000L);
        assertTrue(shown().startsWith("\r\033[K1 done\r\033[K2 done"), shown());
        assertTrue(shown().endsWith("done\r\033[K"), shown());
        String end = shown();
        Thread.sleep(300);
        assertEquals(end, shown());
    }

    @Test
    void showsNoLineElsewhereAndSaysNothingOfShortWork() throws InterruptedException {
        try (Progress progress = new Progress(line, false, Patience.none(), () -> "done " + asked.incrementAndGet())) {
            Thread.sleep(1_200);
        }
        assertEquals("", shown());
        assertEquals(0, asked.get());
    }

    @Test
    void keepsNoProcessFromEnding() {
        try (Progress progress = new Progress(line, false, Patience.none(), () -> "")) {
            assertTrue(Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("progress"))
                    .allMatch(Thread::isDaemon));
        }
    }
}
