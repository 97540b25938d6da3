package org.empw.consumption.job;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.delivery.DeliveryResult.Cause;
import org.empw.consumption.delivery.ReportFile;
import org.empw.consumption.text.Figure;
import org.empw.consumption.text.Plural;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a delivery ends with: the exit code, the reports that were not stored on stdout, and what to do about them.
 *
 * @param hasLedger whether there is one for the next run, even if this run could not use it
 */
record DeliverySummary(DeliveryResult result, boolean hasLedger) {
    private static final Logger log = LoggerFactory.getLogger(DeliverySummary.class);

    /** Where several hold: what keeps today's reports from the charts comes before an old doubt. */
    ExitCode exitCode() {
        boolean nothingSent = result.stored() == 0 && result.inDoubt().isEmpty();
        boolean incomplete = result.cause() != Cause.NONE || !result.unsent().isEmpty();
        if (nothingSent && incomplete) {
            return result.cause() == Cause.FORBIDDEN ? ExitCode.REFUSED : ExitCode.NOTHING_SENT;
        }
        if (!result.inDoubt().isEmpty() || !result.oldDoubts().isEmpty()) {
            return ExitCode.IN_DOUBT;
        }
        return incomplete ? ExitCode.PARTLY_SENT : ExitCode.OK;
    }

    /** How many reports were delivered, and how many were not because they had been. */
    List<Figure> counts() {
        List<Figure> counts = new ArrayList<>(List.of(Figure.of(result.stored(), "report", "delivered")));
        if (result.alreadyStored() > 0) {
            counts.add(Figure.of(result.alreadyStored(), "report", "already stored by an earlier run"));
        }
        return counts;
    }

    /** Prints what was not stored, marks what is in doubt, and says what to do. */
    void print(RunContext context) {
        writeLines(context.out());
        if (context.out().checkError()
                && !(result.unsent().isEmpty() && inDoubt().isEmpty())) {
            log.error("stdout was closed or is full; the reports that were not stored follow here instead");
            writeLines(new PrintStream(context.err(), true, StandardCharsets.UTF_8));
        }
        for (String sentence : sentences()) {
            log.error(sentence);
        }
    }

    private void writeLines(PrintStream out) {
        ReportFile.write(result.unsent(), false, out);
        ReportFile.write(inDoubt(), true, out);
    }

    private List<ConsumptionReport> inDoubt() {
        return Stream.of(result.inDoubt(), result.oldDoubts())
                .flatMap(List::stream)
                .toList();
    }

    /** What there is to say about reports that were not stored; nothing when there are none. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (!result.reason().isEmpty()) {
            sentences.add("Stopped: " + result.reason());
        }
        if (!result.unsent().isEmpty()) {
            sentences.add(
                    Plural.are(result.unsent().size(), "report") + " certainly not stored and on stdout. " + wayOut());
        }
        if (!inDoubt().isEmpty()) {
            sentences.add(Plural.are(inDoubt().size(), "report")
                    + " in doubt and on stdout, marked in_doubt: nobody knows whether the API stored it. Look at the sensors' charts. "
                    + (hasLedger ? "Note those that are there with --mark-stored FILE, then deliver" : "Deliver")
                    + " those that are missing with --send FILE --include-in-doubt");
        }
        return sentences;
    }

    private String wayOut() {
        if (result.isPersistent()) {
            return "The ledger has them: run the job again, or leave them to the next run";
        }
        if (hasLedger) {
            return "Run the job again the same day, or save them in a file and deliver them with --send FILE";
        }
        return exitCode() == ExitCode.NOTHING_SENT || exitCode() == ExitCode.REFUSED
                ? "Run the job again today, or save them in a file and deliver them with --send FILE: not both"
                : "Save them in a file and deliver them with --send FILE";
    }
}
