package org.empw.consumption.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.delivery.DeliveryResult;
import org.empw.consumption.delivery.DeliveryResult.Cause;
import org.empw.consumption.ledger.SentReport;
import org.empw.consumption.text.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliverySummaryTest {
    private static final LocalDate DAY = LocalDate.of(2020, 7, 28);

    /** What the next run knows of the reports. */
    private enum Kept {
        BY_THE_LEDGER,
        NOT_BY_THIS_RUN,
        NOT_AT_ALL;

        DeliverySummary summary(int stored, List<SentReport> unsent, List<SentReport> oldDoubts) {
            DeliveryResult result = new DeliveryResult(
                    stored, 0, unsent, List.of(), oldDoubts, List.of(), Cause.NONE, "", this == BY_THE_LEDGER);
            return new DeliverySummary(result, this != NOT_AT_ALL, true, 0);
        }
    }

    private static List<SentReport> reports(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> new SentReport(new ConsumptionReport("s" + i, DAY, BigDecimal.TEN), OptionalLong.empty()))
                .toList();
    }

    private static DeliverySummary summary(
            int stored, int unsent, int inDoubt, int oldDoubts, int unnoted, Cause cause) {
        return new DeliverySummary(
                new DeliveryResult(
                        stored,
                        0,
                        reports(unsent),
                        reports(inDoubt),
                        reports(oldDoubts),
                        reports(unnoted),
                        cause,
                        cause == Cause.NONE ? "" : "the API is away",
                        true),
                true,
                true,
                0);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0, 0, 0, 0, NONE, OK",
        "0, 0, 0, 0, 0, NONE, OK",
        "0, 5, 0, 0, 0, OTHER, NOTHING_SENT",
        "0, 5, 0, 3, 0, OTHER, NOTHING_SENT",
        "0, 5, 0, 0, 0, NONE, NOTHING_SENT",
        "0, 5, 0, 3, 0, FORBIDDEN, REFUSED",
        "1, 5, 0, 0, 0, FORBIDDEN, PARTLY_SENT",
        "1, 5, 0, 0, 0, NONE, PARTLY_SENT",
        "1, 0, 0, 0, 0, OTHER, PARTLY_SENT",
        "0, 5, 1, 0, 0, OTHER, IN_DOUBT",
        "5, 0, 0, 1, 0, NONE, IN_DOUBT",
        "5, 0, 0, 0, 1, NONE, IN_DOUBT",
        "5, 1, 0, 1, 0, NONE, IN_DOUBT",
    })
    void hasTheCodeOfTheWorst(
            int stored, int unsent, int inDoubt, int oldDoubts, int unnoted, Cause cause, ExitCode code) {
        assertEquals(
                code,
                summary(stored, unsent, inDoubt, oldDoubts, unnoted, cause).exitCode());
    }

    @Test
    void saysFirstWhatFailedThenNewDoubtsThenWhatIsUnsentAndOldDoubtsLast() {
        assertBeginnings(
                summary(1, 2, 1, 3, 1, Cause.OTHER),
                "Stopped: the API is away",
                "4 reports are in doubt",
                "2 reports are certainly not stored",
                "1 report is stored, which the ledger could not note");
        assertBeginnings(
                summary(1, 2, 0, 3, 0, Cause.NONE), "2 reports are certainly not stored", "3 reports are in doubt");
        assertBeginnings(summary(1, 0, 0, 0, 0, Cause.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "BY_THE_LEDGER, 0, 'The ledger has them: run the job again, or leave them to the next run'",
        "NOT_BY_THIS_RUN, 0, 'Run the job again before 21:00 UTC, or save them in a file and deliver them with --send FILE'",
        "NOT_AT_ALL, 0, 'Run the job again before 21:00 UTC, or save them in a file and deliver them with --send FILE: not both'",
        "NOT_AT_ALL, 1, 'Save them in a file and deliver them with --send FILE'"
    })
    void saysTheWayOutOfWhatIsUnsent(Kept kept, int stored, String wayOut) {
        String sentence = "1 report is certainly not stored; the lines printed name it. " + wayOut;
        assertEquals(
                List.of(sentence), kept.summary(stored, reports(1), List.of()).sentences());
    }

    @Test
    void saysThatALineOfTheLedgersDoubtsHasToBeSent() {
        SentReport claimed = new SentReport(reports(1).get(0).report(), OptionalLong.of(7));
        DeliveryResult result =
                new DeliveryResult(0, 0, List.of(claimed), List.of(), List.of(), List.of(), Cause.OTHER, "x", true);
        String said = new DeliverySummary(result, true, true, 0).sentences().get(1);
        assertTrue(said.contains("The ledger has some of them in doubt"), said);
    }

    @ParameterizedTest
    @CsvSource({
        "1, BY_THE_LEDGER, '1 report is in doubt, and printed, marked in_doubt: nobody knows whether the API stored it.'",
        "2, BY_THE_LEDGER, 'whether the API stored them. Look at the sensors'' charts. Note those that are there with --mark-stored'",
        "2, NOT_AT_ALL, 'Look at the sensors'' charts. Deliver those that are missing with --send FILE --include-in-doubt'",
        "1000, BY_THE_LEDGER, '1000 reports are in doubt, and printed'",
        "1001, BY_THE_LEDGER, '1001 reports are in doubt, and 1000 of them printed'",
        "1001, NOT_BY_THIS_RUN, '1001 reports are in doubt, and printed'"
    })
    void saysTheWayOutOfOldDoubts(int count, Kept kept, String part) {
        List<String> sentences = kept.summary(0, List.of(), reports(count)).sentences();
        assertEquals(1, sentences.size());
        assertTrue(sentences.get(0).contains(part), sentences.get(0));
        assertEquals(
                count > 1_000 && kept == Kept.BY_THE_LEDGER,
                sentences.get(0).endsWith("older ones. --status prints them all"));
    }

    @Test
    void distrustOfTheDayComesAfterWhatFailedAndBeforeEverythingElse() {
        assertText(summary(0, 5, 0, 1, 0, Cause.OTHER), "Stopped", "Not to be trusted", "5 reports", "1 report");
        assertText(summary(1, 1, 1, 0, 0, Cause.NONE), "Not to be trusted", "1 report is in doubt", "1 report is");
        assertText(summary(1, 0, 0, 0, 0, Cause.NONE), "Not to be trusted", "Summary");
    }

    @ParameterizedTest
    @CsvSource({"OK, nothing strange", "DATA_SKIPPED, no sensor is flagged"})
    void saysThatNothingIsStrangeOnlyWhereAllIsWell(ExitCode code, String said) {
        RunSummary summary = new RunSummary(
                code,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(Figure.unlessZero(0, "reading", "out of order")),
                List.of(),
                List.of());
        assertEquals("Summary: \nData: " + said, summary.text());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 0",
        "1, 0, 0, 0, 1",
        "0, 1, 0, 0, 1",
        "0, 0, 1, 0, 1",
        "0, 0, 0, 1, 1",
    })
    void printsOnStderrWhatStdoutDoesNotTake(int unsent, int inDoubt, int oldDoubts, int unnoted, int lines) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream closed = new PrintStream(new ByteArrayOutputStream());
        closed.close();
        summary(1, unsent, inDoubt, oldDoubts, unnoted, Cause.NONE)
                .print(RunContext.of(Map.of(), InputStream.nullInputStream(), closed, new PrintStream(err, true)));
        assertEquals(lines, err.toString(StandardCharsets.UTF_8).lines().count(), err::toString);
    }

    private static void assertText(DeliverySummary delivered, String... beginnings) {
        RunSummary.Outcome outcome = delivered.outcome();
        RunSummary summary = new RunSummary(
                outcome.code(),
                Optional.of("Not to be trusted"),
                outcome.problems(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        assertBegin(summary.text().lines().limit(beginnings.length).toList(), beginnings);
    }

    private static void assertBeginnings(DeliverySummary summary, String... beginnings) {
        assertEquals(beginnings.length, summary.sentences().size(), summary.sentences()::toString);
        assertBegin(summary.sentences(), beginnings);
    }

    private static void assertBegin(List<String> sentences, String... beginnings) {
        for (int i = 0; i < beginnings.length; i++) {
            assertTrue(sentences.get(i).startsWith(beginnings[i]), sentences::toString);
        }
    }
}
