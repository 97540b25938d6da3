package org.empw.consumption.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.empw.consumption.calculation.ReadingTimes;
import org.empw.consumption.calculation.SensorResult;
import org.empw.consumption.cli.CommandLineOptions;
import org.empw.consumption.cli.NamedFiles;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.view.Explanation;
import org.empw.consumption.view.Page;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code --explain} and {@code --page} make of the day besides its reports. */
final class DayViews {
    private static final Logger log = LoggerFactory.getLogger(DayViews.class);

    private final CommandLineOptions options;
    private final Explanation explanation;
    private final Optional<Page> page;

    DayViews(CommandLineOptions options, Page.Generator generator) {
        this.options = options;
        explanation = new Explanation(options.explainedSensor());
        page = options.page().isPresent() ? Optional.of(new Page(generator)) : Optional.empty();
    }

    /** The one sensor that is to be explained: warnings about others do not matter then. */
    Optional<String> onlySensor() {
        return options.explainedSensor();
    }

    void add(SensorResult result) {
        if (options.explain()) {
            explanation.add(result);
        }
        if (page.isPresent()) {
            page.get().add(result);
        }
    }

    /** Prints the explanation; returns whether the sensor that was asked for is there, if any is. */
    boolean printExplanation(RunContext context, ReadingTimes readingTimes) {
        byte[] text = explanation.text(readingTimes.medianOfLast()).getBytes(StandardCharsets.UTF_8);
        context.out().write(text, 0, text.length);
        Optional<String> sensor = options.explainedSensor();
        if (explanation.isEmpty() && sensor.isPresent()) {
            log.warn(
                    "Sensor {} sent nothing that can be used, so there is nothing to explain",
                    Excerpt.quoted(sensor.get()));
            return false;
        }
        return true;
    }

    /** Writes the page that the options ask for. A failure is only logged. */
    void writePage(NamedFiles files, Page.RunOutcome outcome, ReadingTimes readingTimes) {
        String name = options.page().orElseThrow();
        try {
            files.writePage(name, page.orElseThrow().html(outcome, readingTimes));
            log.info("The page is in {}", name);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            log.error("The page {} could not be written ({})", name, Excerpt.shorten(String.valueOf(e.getMessage())));
        }
    }
}
