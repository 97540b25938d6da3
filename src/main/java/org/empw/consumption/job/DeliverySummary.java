package org.empw.consumption.job;

import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.api.JsonWriter;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.delivery.DeliveryResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a delivery ends with: the exit code, the reports that were not stored on stdout, and what to do about them. */
public final class DeliverySummary {

    private static final Logger log = LoggerFactory.getLogger(DeliverySummary.class);

    private final DeliveryResult result;
    private final boolean hasJournal;

    public DeliverySummary(DeliveryResult result, boolean hasJournal) {
        this.result = result;
        this.hasJournal = hasJournal;
    }

    public ExitCode exitCode() {
        if (!result.inDoubt().isEmpty()) {
            return ExitCode.IN_DOUBT;
        }
        if (!result.unsent().isEmpty()) {
            return result.stored() > 0
                    ? ExitCode.PARTLY_SENT
                    : result.forbidden() ? ExitCode.REFUSED : ExitCode.NOTHING_SENT;
        }
        return ExitCode.OK;
    }

    /** Prints what was not stored, the doubtful marked as such, and says what to do. */
    public void print(RunContext context) {
        JsonWriter.writeLines(result.unsent(), false, context.out());
        JsonWriter.writeLines(result.inDoubt(), true, context.out());
        if (context.out().checkError()
                && !(result.unsent().isEmpty() && result.inDoubt().isEmpty())) {
            log.error("stdout was closed or is full; the reports that were not stored follow here instead");
            JsonWriter.writeLines(result.unsent(), false, context.err());
            JsonWriter.writeLines(result.inDoubt(), true, context.err());
        }
        for (String sentence : sentences()) {
            log.error(sentence);
        }
    }

    /** What there is to say about reports that were not stored; nothing when there are none. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (result.stopped().isPresent()) {
            sentences.add("Stopped: " + result.stopped().get());
        }
        int unsent = result.unsent().size();
        if (unsent > 0) {
            sentences.add(
                    count(unsent) + " certainly not stored and on stdout. "
                            + (result.journaled()
                                    ? "The journal has them: the next run delivers them"
                                    : hasJournal
                                                    || result.stored() > 0
                                                    || !result.inDoubt().isEmpty()
                                            ? "Save them in a file and deliver them with --send FILE"
                                            : "Run the job again today, or save them in a file and deliver them with --send FILE: not both"));
        }
        int inDoubt = result.inDoubt().size();
        if (inDoubt > 0) {
            sentences.add(count(inDoubt)
                    + " in doubt and on stdout, marked in_doubt: the API may have stored what they say."
                    + " Look at the sensors' charts. "
                    + (hasJournal ? "Note those that are there with --mark-stored FILE, then deliver" : "Deliver")
                    + " those that are missing with --send FILE --include-in-doubt");
        }
        return sentences;
    }

    private static String count(int reports) {
        return reports == 1 ? "1 report is" : reports + " reports are";
    }
}
