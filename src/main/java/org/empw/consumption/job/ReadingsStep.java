package org.empw.consumption.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.api.MalformedResponseException;
import org.empw.consumption.api.ReadingsParser;
import org.empw.consumption.cli.CommandLineOptions;
import org.empw.consumption.cli.SavedReadings;
import org.empw.consumption.cli.UsageException;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.view.Page;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first step of a run: gets the day's readings, from the API or from a file, and processes them as they arrive. */
final class ReadingsStep {
    private static final Logger log = LoggerFactory.getLogger(ReadingsStep.class);

    private final CommandLineOptions options;
    private final RunContext context;
    private final RetryPolicy retryPolicy;
    private final Page.Generator generator;
    private final DaysBefore daysBefore;
    private volatile DayProcessor current;

    ReadingsStep(
            CommandLineOptions options,
            RunContext context,
            RetryPolicy retryPolicy,
            Page.Generator generator,
            DaysBefore daysBefore) {
        this.options = options;
        this.context = context;
        this.retryPolicy = retryPolicy;
        this.generator = generator;
        this.daysBefore = daysBefore;
        this.current = none();
    }

    /**
     * Gets the day, from the file that the options name or from the API. Where {@code COUNT_OVERNIGHT} needs the days
     * before and they cannot be read, whoever has the ledger is waited for, and the day is got again; if that does not
     * help, it comes without the night.
     */
    DayProcessor get(Optional<ApiClient> api) throws UsageException, ApiException, IOException {
        try {
            return getOnce(api);
        } catch (DaysBefore.UnreadableException e) {
            if (options.readings().equals(Optional.of("-"))) {
                throw new IOException(
                        e.getMessage() + ". COUNT_OVERNIGHT needs the days before, and stdin cannot be read twice", e);
            }
            log.warn("{}. COUNT_OVERNIGHT needs the days before; they are waited for", e.getMessage());
        }
        try {
            daysBefore.waitForLedger(retryPolicy);
            return getOnce(api);
        } catch (LedgerException | DaysBefore.UnreadableException e) {
            daysBefore.giveUp(String.valueOf(e.getMessage()));
            return getOnce(api);
        }
    }

    private DayProcessor getOnce(Optional<ApiClient> api) throws UsageException, ApiException, IOException {
        Optional<String> file = options.readings();
        return file.isPresent() ? readFile(file.get()) : fetch(api.orElseThrow());
    }

    private DayProcessor fetch(ApiClient api) throws ApiException, IOException {
        if (context.time().isStopped()) {
            throw new IOException("The run was told to stop");
        }
        try (Progress progress = context.progress(retryPolicy, () -> "logging in")) {
            api.login();
        }
        DayProcessor day;
        try (Progress progress = context.progress(retryPolicy, this::fetched)) {
            log.info("Fetching the readings of the previous day");
            Optional<String> saved = options.saveReadings();
            day = saved.isPresent() ? readAndSave(api, saved.get()) : api.readings(this::begin);
        }
        day.finish(!options.demo());
        return day;
    }

    private DayProcessor begin() {
        current = none();
        return current;
    }

    private DayProcessor readAndSave(ApiClient api, String name) throws ApiException {
        try (SavedReadings file = context.files().saveReadings(name)) {
            DayProcessor day = api.readings(this::begin, file::copied);
            try {
                file.keep();
                log.info("The readings are in {}, for --readings", name);
            } catch (IOException e) {
                log.warn("The readings could not be saved in {} ({}); the run goes on", name, e.getMessage());
            }
            return day;
        }
    }

    /** What is done until the first readings arrive, and then how many have. */
    private String fetched() {
        return current.isEmpty() ? "waiting for the readings" : current.progress();
    }

    private DayProcessor readFile(String name) throws UsageException, IOException {
        DayProcessor day = none();
        try (Progress progress = context.progress(retryPolicy, day::progress);
                InputStream in = context.files().openReadings(name)) {
            ReadingsParser.parse(in, day);
        } catch (MalformedResponseException | IOException e) {
            throw new IOException(
                    "The readings in " + (name.equals("-") ? "stdin" : name) + " cannot be used: " + e.getMessage(), e);
        }
        day.finish(false);
        return day;
    }

    /** A day of which nothing has come. */
    DayProcessor none() {
        return new DayProcessor(new DayViews(options, generator), daysBefore);
    }
}
