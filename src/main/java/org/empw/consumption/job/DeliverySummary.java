package org.empw.consumption.job;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.delivery.DeliveryResult.Cause;
import org.empw.consumption.delivery.ReportFile;
import org.empw.consumption.delivery.ReportFile.Mark;
import org.empw.consumption.ledger.SentReport;
import org.empw.consumption.text.Figure;
import org.empw.consumption.text.Plural;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a delivery ends with: the exit code, the reports that were not stored on stdout, and what to do about them.
 *
 * @param hasLedger whether there is one for the next run, even if this run could not use it
 * @param isDay whether the reports are a day's, which a new run would make again
 * @param outdated how many lines of the file are about a POST that is not the last one of their report
 */
record DeliverySummary(DeliveryResult result, boolean hasLedger, boolean isDay, int outdated) {
    private static final Logger log = LoggerFactory.getLogger(DeliverySummary.class);

    /** So many old doubts are printed by each run; the ledger has them, and {@code --status} prints all. */
    private static final int MAX_OLD_DOUBTS = 1_000;

    RunSummary.Outcome outcome() {
        return new RunSummary.Outcome(exitCode(), result.isNothingSent(), counts(), sentences());
    }

    /** Where several hold: what keeps today's reports from the charts comes before an old doubt. */
    ExitCode exitCode() {
        boolean incomplete = result.cause() != Cause.NONE || !result.unsent().isEmpty();
        if (result.isNothingSent() && incomplete) {
            return result.cause() == Cause.FORBIDDEN ? ExitCode.REFUSED : ExitCode.NOTHING_SENT;
        }
        if (inDoubt() > 0 || !result.unnoted().isEmpty()) {
            return ExitCode.IN_DOUBT;
        }
        return incomplete ? ExitCode.PARTLY_SENT : ExitCode.OK;
    }

    /** What became of the reports, in numbers. */
    private List<Figure> counts() {
        List<Figure> counts = new ArrayList<>();
        counts.add(Figure.of(result.stored(), "report", "delivered"));
        counts.add(Figure.unlessZero(result.alreadyStored(), "report", "already stored by an earlier run"));
        counts.add(Figure.unlessZero(result.unsent().size(), "report", "unsent"));
        counts.add(Figure.unlessZero(inDoubt(), "report", "in doubt"));
        return counts;
    }

    /** Prints what was not stored, marks what is in doubt, and says what to do. Never fails. */
    void print(RunContext context) {
        try {
            if (!write(context.out()) && !isNothingToPrint()) {
                log.error("stdout was closed or is full; the reports that were not stored follow here instead");
                write(new PrintStream(context.err(), true, StandardCharsets.UTF_8));
            }
            for (String sentence : sentences()) {
                log.error(sentence);
            }
        } catch (RuntimeException | Error e) { // such as no memory
            log.error("Not all of this could be printed", e);
        }
    }

    /** Prints what was not stored; returns whether the stream took all. */
    private boolean write(PrintStream out) {
        try {
            writeLines(out);
            return !out.checkError();
        } catch (RuntimeException | Error e) {
            log.debug("Not printed", e);
            return false;
        }
    }

    private boolean isNothingToPrint() {
        return result.unsent().isEmpty() && inDoubt() == 0 && result.unnoted().isEmpty();
    }

    private void writeLines(PrintStream out) {
        ReportFile.write(result.unsent(), Mark.UNSENT, out);
        ReportFile.write(result.inDoubt(), Mark.IN_DOUBT, out);
        List<SentReport> old = result.oldDoubts();
        boolean isPersistent = result.isPersistent();
        ReportFile.write(isPersistent ? old.subList(0, Math.min(old.size(), MAX_OLD_DOUBTS)) : old, Mark.IN_DOUBT, out);
        ReportFile.write(result.unnoted(), Mark.STORED, out);
    }

    private int inDoubt() {
        return result.inDoubt().size() + result.oldDoubts().size();
    }

    /** What there is to say about reports that were not stored, the worst first; nothing when there are none. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (!result.reason().isEmpty()) {
            sentences.add("Stopped: " + result.reason());
        }
        if (!result.inDoubt().isEmpty()) {
            sentences.add(inDoubtSentence());
        }
        if (!result.unsent().isEmpty()) {
            int unsent = result.unsent().size();
            sentences.add(Plural.are(unsent, "report") + " certainly not stored; the lines printed name "
                    + Plural.them(unsent) + ". " + wayOut());
        }
        if (outdated > 0) {
            sentences.add("Not sent, " + Plural.of(outdated, "line")
                    + " of the file: the report was sent again since the line was"
                    + " printed, or the line does not say by which POST. Look at the charts again, and use what is printed now"
                    + " and not the old file");
        }
        if (!result.unnoted().isEmpty()) {
            sentences.add(Plural.are(result.unnoted().size(), "report")
                    + " stored, which the ledger could not note; printed last on stdout, marked stored. Note them with"
                    + " --mark-stored FILE");
        }
        if (result.inDoubt().isEmpty() && !result.oldDoubts().isEmpty()) {
            sentences.add(inDoubtSentence());
        }
        return sentences;
    }

    /** About all that is in doubt, new or old: there is one way out for both. */
    private String inDoubtSentence() {
        int inDoubt = inDoubt();
        int notPrinted = result.isPersistent() ? Math.max(0, result.oldDoubts().size() - MAX_OLD_DOUBTS) : 0;
        return Plural.are(inDoubt, "report")
                + " in doubt, and "
                + (notPrinted > 0 ? inDoubt - notPrinted + " of them " : "")
                + "printed, marked in_doubt: nobody knows whether the API stored "
                + Plural.them(inDoubt) + ". Look at the sensors' charts. "
                + (hasLedger ? "Note those that are there with --mark-stored FILE, then deliver" : "Deliver")
                + " those that are missing with --send FILE --include-in-doubt, with the lines printed now and no"
                + " older ones" + (notPrinted > 0 ? ". --status prints them all" : "");
    }

    private String wayOut() {
        if (result.unsent().stream().anyMatch(sent -> sent.batchId().isPresent())) {
            return "The ledger has some of them in doubt, because the answer could not be noted: save the lines in a file and deliver"
                    + " them with --send FILE";
        }
        if (result.isPersistent()) {
            return "The ledger has them: run the job again, or leave them to the next run";
        }
        if (isDay && hasLedger) {
            return "Run the job again before 21:00 UTC, or save them in a file and deliver them with --send FILE";
        }
        return isDay && result.isNothingSent()
                ? "Run the job again before 21:00 UTC, or save them in a file and deliver them with --send FILE: not both"
                : "Save them in a file and deliver them with --send FILE";
    }
}
