package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.empw.consumption.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that are missing or wrong: what is named, that nobody is contacted, and that no value is shown. */
class WrongSettingsTest extends RunTestBase {
    @Test
    void asksForNoLoginWhereTheRunDoesNotLogIn() {
        run.environment.remove("ADMIN_EMAIL");
        run.environment.remove("ADMIN_PASSWORD");
        run.with("DATABASE_URL", "sqlite:" + directory.resolve("l.db")).go("--status");
        assertEquals(ExitCode.OK, run.code, run.err);
        run.environment.remove("API_BASE_URL");
        run.go("--status");
        assertEquals(
                "consumption-job: API_BASE_URL is not set; copy .example.env to .env and fill it in, or set it in the"
                        + " environment\n",
                run.err);
    }

    @Test
    void namesAllThatIsMissingAtOnceAndNoValue() {
        run.with("ADMIN_EMAIL", " ")
                .with("API_BASE_URL", "ftp.s3cret.example")
                .with("BATCH_SIZE", "many s3cret")
                .with("MAX_WAIT_SECONDS", "-1")
                .with("DATABASE_URL", "mysql://s3cret")
                .with("CHECK_SENSORS", "s3cret")
                .with("LOG_FORMAT", "s3cret")
                .with("HEARTBEAT_URL", "s3cret")
                .with("JOURNAL_FILE", "s3cret");
        run.environment.remove("ADMIN_PASSWORD");
        run.go();
        assertEquals(ExitCode.USAGE, run.code);
        for (String said : List.of(
                "JOURNAL_FILE is no longer a setting; set DATABASE_URL=sqlite:FILE instead",
                "API_BASE_URL is not an address",
                "ADMIN_EMAIL is not set; copy .example.env to .env",
                "ADMIN_PASSWORD is not set",
                "DATABASE_URL begins with neither postgres:// nor sqlite:",
                "BATCH_SIZE is not a whole number from 1 to 5000",
                "MAX_WAIT_SECONDS is not a whole number from 0 to 3600",
                "CHECK_SENSORS is neither false nor true",
                "LOG_FORMAT is neither text nor json")) {
            assertSaid("consumption-job: " + said);
        }
        assertEquals(9, run.err.lines().count(), run.err);
        assertNotSaid("s3cret");
        assertEquals(List.of(), api.calls());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "API_BASE_URL",
                "ADMIN_EMAIL",
                "ADMIN_PASSWORD",
                "DATABASE_URL",
                "BATCH_SIZE",
                "MAX_WAIT_SECONDS",
                "CHECK_SENSORS",
                "LOG_FORMAT"
            })
    void saysWhatHasDamagedAValueOnItsWay(String name) {
        for (String quotes : List.of("\"\"", "''", "\u201c\u201d")) {
            run.with(name, quotes.charAt(0) + "s3cret" + quotes.charAt(1)).go();
            assertDamaged(name + " begins and ends with a quote, which something has kept");
        }
        run.with(name, "s3cret\r").go();
        assertDamaged(name + " holds the end of a line");
        for (String variable : List.of("${s3cret}", "%PASS_WORD%", "${{ secrets.s3cret }}")) {
            run.with(name, variable).go();
            assertDamaged(name + " is the name of a variable");
        }
        run.with(name, "s3cret\uFFFD").go();
        assertDamaged(name + " holds characters that are unreadable without a locale");
    }

    private void assertDamaged(String said) {
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertTrue(run.err.startsWith("consumption-job: " + said), run.err);
        assertEquals(1, run.err.lines().count(), run.err);
        assertNotSaid("s3cret");
        assertEquals(List.of(), api.calls());
    }

    @ParameterizedTest
    @CsvSource({"BATCH_SIZE, 0", "BATCH_SIZE, 5001", "BATCH_SIZE, 1.5", "MAX_WAIT_SECONDS, 3601"})
    void refusesANumberOutOfItsRange(String name, String value) {
        run.with(name, value).go();
        assertEquals(ExitCode.USAGE, run.code);
        assertSaid(name + " is not a whole number");
    }

    @ParameterizedTest
    @CsvSource({
        "BATCH_SIZE, 1",
        "BATCH_SIZE, ' 5000 '",
        "MAX_WAIT_SECONDS, 0",
        "MAX_WAIT_SECONDS, 3600",
        "LOG_FORMAT, TEXT"
    })
    void takesANumberAtTheEndsOfItsRange(String name, String value) {
        run.with(name, value).go();
        assertEquals(ExitCode.OK, run.code, run.err);
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, not an address",
        "http://api.example.com, unencrypted",
        "https://user:pw@api.example.com, user name",
        "https://api.example.com/?a=b, holds a ?",
        "https://api.example.com/#a, holds a ?",
        "http://127.0.0.1.example.com, unencrypted",
        "https://, not an address"
    })
    void refusesAnAddressThatIsWrongOrUnsafe(String url, String said) {
        run.with("API_BASE_URL", url).go();
        assertEquals(ExitCode.USAGE, run.code);
        assertSaid(said);
        assertNotSaid("pw@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"postgres://empw:/s3cr3t@host/db", "postgres://h/db:s3cr3t@x", "sqlite:postgres://u:s3cr3t@h/db"
            })
    void showsNothingOfALedgersAddressThatItDoesNotUnderstand(String url) {
        run.with("DATABASE_URL", url).go("--status");
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertNotSaid("s3cr3t");
    }
}
