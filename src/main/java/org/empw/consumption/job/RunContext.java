package org.empw.consumption.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.empw.consumption.api.Account;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.cli.NamedFiles;
import org.empw.consumption.console.StatusLine;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.waiting.RetryPolicy;
import org.empw.consumption.waiting.SystemTime;
import org.empw.consumption.waiting.Time;

/**
 * What a run is given from outside, so that a test can give it something else.
 *
 * @param variables the environment variables
 * @param directory the working directory
 * @param out takes data only
 * @param err takes all that a person reads
 * @param terminal whether {@code err} shows a line that changes
 * @param time the clock, and what waiting is made of
 * @param jitter spreads repeated requests over time
 * @param connector makes the client of an API
 */
public record RunContext(
        Map<String, String> variables,
        Path directory,
        InputStream in,
        PrintStream out,
        StatusLine err,
        boolean terminal,
        Time time,
        Random jitter,
        Connector connector) {
    /** Makes the client of the API at an address. */
    public interface Connector {
        ApiClient newClient(BaseUrl baseUrl, Account account, RetryPolicy retryPolicy);
    }

    /** Those of a process. */
    public static RunContext of(Map<String, String> variables, InputStream in, PrintStream out, PrintStream err) {
        return new RunContext(
                variables,
                Path.of(""),
                in,
                out,
                new StatusLine(err),
                StatusLine.isPossible(variables),
                new SystemTime(),
                new Random(),
                ApiClient::new);
    }

    /** The files that options name. */
    NamedFiles files() {
        return new NamedFiles(directory, in);
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
