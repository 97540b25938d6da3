package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.Planning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A ledger in a file that is damaged, or on a disk that is full or does not work. */
class SqliteDamageTest extends SqliteTestBase {
    private static List<ConsumptionReport> reports(int count) {
        List<ConsumptionReport> reports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reports.add(new ConsumptionReport("sensor" + i, LocalDate.parse("2020-07-28"), BigDecimal.TEN));
        }
        return reports;
    }

    /** All that a run does. */
    private static void use(Database database) throws LedgerException {
        try (SqlLedger ledger = SqlLedger.open(database, API, Patience.none(), false)) {
            for (PlannedBatch batch :
                    ledger.plan(reports(1_000), Planning.withLeftovers(100)).batches()) {
                ledger.claim(batch);
                ledger.settle(batch, ReportState.STORED);
            }
        }
    }

    private void fill() throws LedgerException {
        try (SqlLedger ledger = SqlLedger.open(url, API, Patience.none(), false)) {
            ledger.plan(reports(1_000), Planning.withLeftovers(100));
        }
    }

    private void overwrite(long from, long to) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(from);
            bytes.write(new byte[(int) (to - from)]);
        }
    }

    private void assertSaysThatItIsDamaged() {
        LedgerException e = assertThrows(LedgerException.class, () -> use(new SqliteDatabase(url)));
        assertEquals(Kind.UNUSABLE, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains("the file is damaged, or not a SQLite database"), e.getMessage());
        assertTrue(e.getMessage().contains("set it aside together with the files of the same name"), e.getMessage());
        assertTrue(e.getMessage().contains("a day that was delivered would be sent again"), e.getMessage());
    }

    @Test
    void saysThatAFileWasOverwrittenInTheMiddle() throws Exception {
        fill();
        overwrite(4_096, Files.size(file) - 4_096);
        assertSaysThatItIsDamaged();
    }

    @Test
    void saysThatAFileWasCutShort() throws Exception {
        fill();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(Files.size(file) / 2);
        }
        assertSaysThatItIsDamaged();
    }

    @Test
    void endsWithASentenceWhereverItIsDamaged() throws Exception {
        fill();
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at + 700 < whole.length; at += 1_900) {
            Files.write(file, whole);
            Files.deleteIfExists(directory.resolve("ledger.db-journal"));
            overwrite(at, at + 700);
            for (Exception e : List.of(failure(() -> use(new SqliteDatabase(url))), failure(this::look))) {
                assertTrue(
                        e instanceof LedgerException || e.getMessage().equals("none"), "damaged at " + at + ": " + e);
            }
        }
    }

    private void look() throws LedgerException {
        LedgerStatus.read(url, API, Patience.none());
    }

    private interface Work {
        void run() throws LedgerException;
    }

    private static Exception failure(Work work) {
        try {
            work.run();
            return new IllegalStateException("none");
        } catch (LedgerException | RuntimeException e) {
            return e;
        }
    }

    /** As on a disk of so many pages. */
    private Database small(int pages) {
        return LocklessDatabase.beginningWith("PRAGMA max_page_count = " + pages, new SqliteDatabase(url));
    }

    @Test
    void saysThatTheDiskIsFullAndLosesNothing() throws Exception {
        LedgerException e = assertThrows(LedgerException.class, () -> use(small(8)));
        assertEquals(Kind.UNUSABLE, e.kind());
        assertTrue(e.getMessage().contains("the disk is full; make room and run again"), e.getMessage());
        assertEquals(List.of(), LedgerStatus.read(url, API, Patience.none()).counts(), "no plan is half made");
        use(new SqliteDatabase(url));
        assertEquals(1, LedgerStatus.read(url, API, Patience.none()).counts().size());
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE_IOERR", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE"})
    void saysThatADiskWithRoomDoesNotWork(SQLiteErrorCode code) throws IOException {
        for (int i = 0; i < 2; i++) { // the disk may be gone, with its file
            assertNotFull(code);
            Files.createFile(directory.resolve(i + ".db"));
            url = url(i + ".db");
        }
    }

    private void assertNotFull(SQLiteErrorCode code) {
        String message =
                new SqliteDatabase(url).explain(new SQLiteException("", code)).getMessage();
        assertTrue(message.contains("the disk does not work"), message);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE_CORRUPT", "SQLITE_CORRUPT_VTAB", "SQLITE_NOTADB"})
    void saysThatAFileIsDamagedInEachOfItsVariants(SQLiteErrorCode code) {
        String message =
                new SqliteDatabase(url).explain(new SQLiteException("", code)).getMessage();
        assertTrue(message.contains("the file is damaged"), message);
    }
}
