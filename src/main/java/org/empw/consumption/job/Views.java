package org.empw.consumption.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.cli.CommandLineOptions;
import org.empw.consumption.cli.UsageException;
import org.empw.consumption.view.DayObserver;
import org.empw.consumption.view.Explanation;
import org.empw.consumption.view.Page;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code --explain}, {@code --page} and {@code CHECK_SENSORS} make of the day besides its reports. */
public final class Views implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Views.class);

    private final CommandLineOptions options;
    private final Optional<Explanation> explanation;
    private final Optional<Page> page;
    private final Optional<SensorCheck> sensorCheck;

    /**
     * @param checkSensors whether to compare the sensors with those that are registered
     * @param directory where relative names begin
     */
    public Views(CommandLineOptions options, boolean checkSensors, Path directory) throws UsageException {
        this.options = options;
        sensorCheck = checkSensors ? Optional.of(new SensorCheck()) : Optional.empty();
        try {
            explanation =
                    options.explain() ? Optional.of(new Explanation(options.explainedSensor())) : Optional.empty();
            page = options.page().isPresent()
                    ? Optional.of(new Page(directory.resolve(options.page().get())))
                    : Optional.empty();
            if (overwritesTheReadings(directory)) {
                throw new IOException("it is the file with the readings");
            }
        } catch (IOException | InvalidPathException e) {
            throw new UsageException(
                    (options.page().isPresent() ? "--page " + options.page().get() : "--explain")
                            + " cannot be written: " + e.getMessage());
        }
    }

    private boolean overwritesTheReadings(Path directory) throws IOException {
        if (options.page().isEmpty()
                || options.readings().isEmpty()
                || options.readings().get().equals("-")) {
            return false;
        }
        Path page = directory.resolve(options.page().get());
        Path readings = directory.resolve(options.readings().get());
        return Files.exists(page) && Files.exists(readings) && Files.isSameFile(page, readings);
    }

    public List<DayObserver> observers() {
        List<DayObserver> observers = new ArrayList<>();
        if (explanation.isPresent()) {
            observers.add(explanation.get());
        }
        if (page.isPresent()) {
            observers.add(page.get());
        }
        if (sensorCheck.isPresent()) {
            observers.add(sensorCheck.get());
        }
        return observers;
    }

    /** Warns of sensors that are registered or sent readings but not both, if that is wanted. */
    public void checkSensors(ApiClient api) {
        if (sensorCheck.isPresent()) {
            sensorCheck.get().warn(api);
        }
    }

    /** Prints the explanation; returns false when there was no sensor of that id. */
    public boolean printExplanation(RunContext context) throws IOException {
        explanation.orElseThrow().printTo(context.out());
        if (explanation.get().isEmpty()) {
            log.warn(
                    options.explainedSensor().isPresent()
                            ? "Sensor \"" + options.explainedSensor().get()
                                    + "\" sent no readings, so there is nothing to explain"
                            : "No sensor sent readings, so there is nothing to explain");
        }
        return !explanation.get().isEmpty();
    }

    /** Writes the page, if there is to be one. That it cannot be written spoils nothing else. */
    public void writePage(List<String> summary) {
        try {
            if (page.isPresent()) {
                page.get().write(summary);
                log.info("The page is in {}", options.page().get());
            }
        } catch (IOException e) {
            log.error("The page {} could not be written ({})", options.page().get(), e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        if (explanation.isPresent()) {
            explanation.get().close();
        }
        if (page.isPresent()) {
            page.get().close();
        }
    }
}
