package org.empw.consumption.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.empw.consumption.api.Account;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done on SIGTERM, with milliseconds or hours for seconds, and without an end of the process. */
@Timeout(20)
class ShutdownHookTest {
    private final VirtualTime time = new VirtualTime(Instant.parse("2020-07-29T00:30:00Z"));
    private final List<Integer> exits = new ArrayList<>();
    private final ShutdownHook quick = new ShutdownHook(time, TimeUnit.MILLISECONDS, exits::add);
    private final ShutdownHook patient = new ShutdownHook(time, TimeUnit.HOURS, exits::add);

    /** What the end of the process does. */
    private static void stop(ShutdownHook hook) throws InterruptedException {
        hook.start();
        hook.join();
    }

    /** What becomes of a call that the API does not answer, when {@code hook} runs. */
    private CompletableFuture<ApiException> callDuring(ShutdownHook hook) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BaseUrl url = BaseUrl.parse("http://127.0.0.1:" + silent.getLocalPort());
            ApiClient api = new ApiClient(url, new Account("a@b.c", "p"), Patience.none());
            hook.watch(api);
            CompletableFuture<ApiException> end = new CompletableFuture<>();
            Thread call = new Thread(() -> end.complete(assertThrows(ApiException.class, api::login)));
            call.start();
            silent.accept().getInputStream().read(); // the call is on its way; its connection stays open
            stop(hook);
            try {
                end.get(300, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                api.cancel();
                call.join();
                return CompletableFuture.failedFuture(e);
            }
            return end;
        }
    }

    @Test
    void breaksOffAtOnceWhatTheRunWaitsForWhereThereIsNothingToLose() throws Exception {
        assertNotNull(callDuring(quick).get());
        assertTrue(time.isStopped());
        assertEquals(List.of(), exits);
    }

    @Test
    void breaksOffADeliveryThatGetsNoAnswer() throws Exception {
        quick.delivering();
        assertNotNull(callDuring(quick).get());
    }

    @Test
    void breaksNothingOffWhereTheDeliveryEndsInTime() throws Exception {
        patient.delivering();
        patient.exitsWith(ExitCode.PARTLY_SENT);
        patient.close();
        assertTrue(callDuring(patient).isCompletedExceptionally());
        assertEquals(List.of(6), exits);
    }

    @Test
    void endsWithTheExitCodeOfTheRunAndAsksNobodyElse() throws InterruptedException {
        patient.printIfTooLate(() -> ExitCode.IN_DOUBT);
        patient.exitsWith(ExitCode.NOTHING_SENT);
        patient.close();
        stop(patient);
        assertEquals(List.of(5), exits);
    }

    @Test
    void endsByItselfWhereTheRunHasNoExitCode() throws InterruptedException {
        patient.close();
        stop(patient);
        assertEquals(List.of(), exits);
    }

    @Test
    void asksForWhatIsKnownWhereTheRunDoesNotEnd() throws InterruptedException {
        quick.delivering();
        quick.printIfTooLate(() -> ExitCode.IN_DOUBT);
        stop(quick);
        assertEquals(List.of(7), exits);
    }

    @Test
    void keepsTheCodeOfARunThatHasToldEverythingAndDoesNotEnd() throws InterruptedException {
        quick.delivering();
        quick.printIfTooLate(() -> ExitCode.IN_DOUBT);
        quick.exitsWith(ExitCode.PARTLY_SENT);
        stop(quick);
        assertEquals(List.of(6), exits);
    }

    @Test
    void givesADeliveryLongerThanWhatHasNothingToLose() throws InterruptedException {
        assertTrue(millis(quick) >= 11);
        ShutdownHook delivering = new ShutdownHook(time, TimeUnit.MILLISECONDS, exits::add);
        delivering.delivering();
        assertTrue(millis(delivering) >= 25);
    }

    private static long millis(ShutdownHook hook) throws InterruptedException {
        long start = System.nanoTime();
        stop(hook);
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Test
    void isPartOfTheEndOfTheProcessUntilTheRunIsOver() {
        ShutdownHook hook = new ShutdownHook(time);
        assertSame(hook, hook.install());
        hook.close();
        assertFalse(Runtime.getRuntime().removeShutdownHook(hook));
        hook.install();
        assertTrue(Runtime.getRuntime().removeShutdownHook(hook));
    }
}
