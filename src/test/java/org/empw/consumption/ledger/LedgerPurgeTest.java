package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Stored reports are purged after 60 days, and nothing else is. */
@ParameterizedClass(name = "{0}")
@EnumSource
class LedgerPurgeTest extends LedgerTestBase {
    @Test
    void purgesWhatWasStoredAndNotedLongAgoAndIsOfADayLongAgo() throws LedgerException {
        LocalDate today = DAY.plusDays(62);
        store(reports(DAY.minusDays(3), "stored"));
        leaveInDoubt(reports(DAY.minusDays(3), "doubt"));
        planned(reports(DAY.minusDays(3), "unsent"));
        store(reports(DAY, "a", "b"));
        store(reports(DAY.plusDays(1), "61-days-ago"));
        store(reports(DAY.plusDays(2), "60-days-ago"));
        time.pass(Duration.ofDays(61));
        nextRun();
        ledger.purge();
        assertEquals(6, status().counts().size(), "there is no newer day yet");
        nextRun();
        store(reports(today, "a"));
        ledger.purge();
        assertEquals(7, status().counts().size(), "the clock may be wrong; the next run has a note that says the same");
        nextRun();
        ledger.purge();
        assertEquals(
                List.of(
                        new LedgerStatus.Count(DAY.minusDays(3), ReportState.IN_DOUBT, 1),
                        new LedgerStatus.Count(DAY.minusDays(3), ReportState.UNSENT, 1),
                        new LedgerStatus.Count(DAY.plusDays(2), ReportState.STORED, 1),
                        new LedgerStatus.Count(today, ReportState.STORED, 1)),
                status().counts());
    }

    @Test
    void purgesNothingThatThisRunWants() throws LedgerException {
        store(reports(DAY, "a"));
        time.pass(Duration.ofDays(90));
        store(reports(DAY.plusDays(90), "a"));
        nextRun();
        plan(reports(DAY, "a", "b"), 10);
        ledger.purge();
        nextRun();
        assertEquals(List.of(reports(DAY, "b")), contents(plan(reports(DAY, "a", "b"), 10)));
    }

    @Test
    void purgesNothingBecauseADayIsInTheFutureOrTheClockWasOnce() throws LedgerException {
        store(reports(DAY, "a"));
        nextRun();
        store(reports(LocalDate.parse("2099-01-01"), "a"));
        time.pass(Duration.ofDays(61));
        nextRun();
        ledger.purge();
        time.pass(Duration.ofDays(365 * 90));
        nextRun();
        ledger.purge();
        assertEquals(2, status().counts().size());
    }

    @Test
    void purgesNothingThatWasNotedLately() throws LedgerException {
        store(reports(DAY, "a"));
        time.pass(Duration.ofDays(60));
        nextRun();
        store(reports(DAY.plusDays(100), "a"));
        ledger.markStored(reports(DAY.minusDays(200), "a"));
        ledger.purge();
        assertEquals(3, status().counts().size());
    }

    @Test
    void purgesOnlyWhatIsOldBesideTheSameApisNewestDay() throws LedgerException {
        store(reports(DAY, "a"));
        ledger.close();
        time.pass(Duration.ofDays(100));
        try (SqlLedger other = open("https://other.example.com")) {
            other.markStored(reports(DAY.plusDays(100), "a"));
            other.purge();
        }
        nextRun();
        ledger.purge();
        assertEquals(1, status().counts().size());
    }
}
