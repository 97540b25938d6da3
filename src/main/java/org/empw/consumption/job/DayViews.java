package org.empw.consumption.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.empw.consumption.cli.CommandLineOptions;
import org.empw.consumption.cli.NamedFiles;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.view.DayObserver;
import org.empw.consumption.view.Explanation;
import org.empw.consumption.view.Page;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code --explain} and {@code --page} make of the day besides its reports. */
final class DayViews {
    private static final Logger log = LoggerFactory.getLogger(DayViews.class);

    private final CommandLineOptions options;
    private final NamedFiles files;
    private final Explanation explanation;
    private final Optional<Page> page;

    DayViews(CommandLineOptions options, NamedFiles files, Page.Origin origin) {
        this.options = options;
        this.files = files;
        explanation = new Explanation(options.explainedSensor());
        page = options.page().isPresent() ? Optional.of(new Page(origin)) : Optional.empty();
    }

    List<DayObserver> observers() {
        List<DayObserver> observers = new ArrayList<>(page.stream().toList());
        if (options.explain()) {
            observers.add(explanation);
        }
        return observers;
    }

    /** Prints the explanation; returns whether the sensor that was asked for is there, if any is. */
    boolean printExplanation(RunContext context, boolean emptyDay) {
        byte[] text = explanation.text().getBytes(StandardCharsets.UTF_8);
        context.out().write(text, 0, text.length);
        if (explanation.isEmpty() && options.explainedSensor().isPresent() && !emptyDay) {
            log.warn(
                    "Sensor {} sent no readings, so there is nothing to explain",
                    Excerpt.quoted(options.explainedSensor().get()));
            return false;
        }
        return true;
    }

    /** Writes the page, if there is to be one. That it cannot be written changes nothing else. */
    void writePage(Page.Ending ending) {
        try {
            if (page.isPresent()) {
                files.writePage(options.page().orElseThrow(), page.get().html(ending));
                log.info("The page is in {}", options.page().get());
            }
        } catch (IOException | RuntimeException e) {
            log.error(
                    "The page {} could not be written ({})",
                    options.page().orElseThrow(),
                    Excerpt.shorten(String.valueOf(e.getMessage())));
        }
    }
}
