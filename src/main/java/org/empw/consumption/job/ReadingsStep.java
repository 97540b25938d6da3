package org.empw.consumption.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.api.ApiException;
import org.empw.consumption.api.MalformedResponseException;
import org.empw.consumption.api.ReadingsParser;
import org.empw.consumption.cli.NamedFiles;
import org.empw.consumption.cli.SavedReadings;
import org.empw.consumption.cli.UsageException;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first step of a run: gets the day's readings, from the API or from a file, and processes them as they arrive. */
final class ReadingsStep {
    private static final Logger log = LoggerFactory.getLogger(ReadingsStep.class);

    /** Where the API's days begin and end. */
    private final RunContext context;

    private final RetryPolicy retryPolicy;
    private final NamedFiles files;
    private final Optional<String> saved;
    private final Supplier<DayViews> views;
    private final DaysBefore daysBefore;
    private volatile DayProcessor current;

    /**
     * @param saved the file to keep the API's answer in
     */
    ReadingsStep(
            RunContext context,
            RetryPolicy retryPolicy,
            NamedFiles files,
            Optional<String> saved,
            Supplier<DayViews> views,
            DaysBefore daysBefore) {
        this.context = context;
        this.retryPolicy = retryPolicy;
        this.files = files;
        this.saved = saved;
        this.views = views;
        this.daysBefore = daysBefore;
        this.current = none();
    }

    /**
     * Gets the day, from the file if there is one. Where {@code COUNT_OVERNIGHT} needs the days before and they cannot be
     * read, whoever has the ledger is waited for, and the day is got again; if that does not help, it comes without the
     * night.
     */
    DayProcessor get(Optional<ApiClient> api, Optional<String> file) throws UsageException, ApiException, IOException {
        try {
            return getOnce(api, file);
        } catch (DaysBefore.UnreadableException e) {
            log.warn("{}. COUNT_OVERNIGHT needs the days before; they are waited for", e.getMessage());
        }
        try {
            daysBefore.waitForLedger(retryPolicy);
            return getOnce(api, file);
        } catch (LedgerException | DaysBefore.UnreadableException e) {
            daysBefore.giveUp(String.valueOf(e.getMessage()));
            return getOnce(api, file);
        }
    }

    private DayProcessor getOnce(Optional<ApiClient> api, Optional<String> file)
            throws UsageException, ApiException, IOException {
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
            day = saved.isPresent() ? readAndSave(api, saved.get()) : api.readings(this::begin);
        }
        day.finish();
        return day;
    }

    private DayProcessor begin() {
        current = none();
        return current;
    }

    private DayProcessor readAndSave(ApiClient api, String name) throws ApiException {
        try (SavedReadings file = files.saveReadings(name)) {
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
        DayProcessor day = new DayProcessor(views.get(), daysBefore);
        try (Progress progress = context.progress(retryPolicy, day::progress);
                InputStream in = files.openReadings(name)) {
            ReadingsParser.parse(in, day);
        } catch (MalformedResponseException | IOException e) {
            throw new IOException(
                    "The readings in " + (name.equals("-") ? "stdin" : name) + " cannot be used: " + e.getMessage(), e);
        }
        day.finish();
        return day;
    }

    /** A day of which nothing has come. */
    DayProcessor none() {
        return new DayProcessor(views.get(), daysBefore);
    }
}
