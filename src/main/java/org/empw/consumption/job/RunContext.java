package org.empw.consumption.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.empw.consumption.api.Account;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.console.LiveLine;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.waiting.RetryPolicy;
import org.empw.consumption.waiting.Sleeper;

/**
 * What a run is given from outside, so that a test can give it something else.
 *
 * @param variables the environment variables
 * @param directory the working directory
 * @param out takes data only
 * @param err takes all that a person reads
 * @param terminal whether {@code err} shows a line that changes
 * @param stop whether the run is to end early
 * @param sleeper what waiting is made of
 * @param sleepOn lets time pass, even when the run was told to stop; false when there is no more
 * @param jitter spreads repeated requests over time
 * @param connector makes the client of an API
 */
public record RunContext(
        Map<String, String> variables,
        Path directory,
        InputStream in,
        PrintStream out,
        LiveLine err,
        boolean terminal,
        StopSignal stop,
        Sleeper sleeper,
        Predicate<Duration> sleepOn,
        InstantSource clock,
        Random jitter,
        Connector connector) {
    /** Makes the client of the API at an address. */
    @FunctionalInterface
    public interface Connector {
        ApiClient connect(BaseUrl baseUrl, Account account, RetryPolicy retryPolicy, InstantSource clock);
    }

    /** Those of a process. */
    public static RunContext of(Map<String, String> variables, InputStream in, PrintStream out, PrintStream err) {
        StopSignal stop = new StopSignal();
        return new RunContext(
                variables,
                Path.of(""),
                in,
                out,
                new LiveLine(err),
                LiveLine.isPossible(variables),
                stop,
                stop,
                stop::sleepOn,
                InstantSource.system(),
                new Random(),
                ApiClient::new);
    }

    /** Fails where stdout did not take all that was printed. */
    void failIfNotPrinted() throws IOException {
        if (out.checkError()) {
            throw new IOException("Not all could be printed: stdout was closed or is full");
        }
    }

    /** Shows how long work goes on, until closed. */
    public Progress progress(RetryPolicy retryPolicy, Supplier<String> status) {
        return new Progress(err, terminal, retryPolicy, status);
    }
}
