package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.FakeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options and settings that are wrong: what is named, that nobody is contacted, and that no value is shown. */
class UsageTest extends RunTestBase {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--unknown",
                "extra",
                "--readings",
                "--dry-run --send x",
                "--readings x --send y",
                "--demo --readings x",
                "-q -v",
                "--include-in-doubt --dry-run",
                "--include-in-doubt",
                "--dry",
                "--readings missing.json --dry-run",
                "--readings . --dry-run",
                "--send missing",
                "--status --demo",
                "--status --send x",
                "--status --explain",
                "--page x --status",
                "--readings a --readings b",
                "--send a --send b",
                "--explain a --explain b",
                "--send x --page y",
                "--explain --send x",
                "--mark-stored a --explain",
                "--include-in-doubt --mark-stored a",
                "--save-readings x --readings y",
                "--save-readings x --send y",
                "--save-readings x --status",
                "--save-readings x --mark-stored y",
                "--save-readings"
            })
    void refusesACommandLineThatMakesNoSense(String args) {
        run.go(args.split(" "));
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertTrue(run.err.lines().anyMatch(line -> line.startsWith("consumption-job: ")), run.err);
        assertEquals(List.of(), api.calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--status", "--mark-stored -"})
    void asksForALedgerWhereTheRunIsOfNoUseWithoutOne(String args) {
        run.stdin(line("a", 1)).go(args.split(" "));
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertSaid("DATABASE_URL is not set");
    }

    @Test
    void doesNotTakeNoneForALedgerWhereTheRunIsOfNoUseWithoutOne() {
        run.with("DATABASE_URL", "none").go("--status");
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertSaid("DATABASE_URL is none, and this option is about the ledger");
    }

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

    @Test
    void readsDotenvWhereTheEnvironmentHasNothing() throws IOException {
        Files.writeString(
                directory.resolve(".env"),
                "# comment\nAPI_BASE_URL=" + api.url() + "//\nADMIN_EMAIL='" + FakeApi.EMAIL
                        + "'\n\nADMIN_PASSWORD = \"x # 1\"\n" + "BATCHSIZE=1\n");
        run.environment.remove("API_BASE_URL");
        run.with("ADMIN_EMAIL", "").go();
        assertEquals(ExitCode.OK, run.code, run.err);
        assertSaid(
                "Settings: ADMIN_PASSWORD (not the one in .env) from the environment; API_BASE_URL, ADMIN_EMAIL from .env");
        assertSaid("WARN  In .env, these lines are not settings of this job and have no effect: line 6 (BATCHSIZE)");
    }

    @Test
    void doesNotShowTheSecondHalfOfAPasswordThatStandsOnALineOfItsOwn() throws IOException {
        Files.writeString(
                directory.resolve(".env"), "ADMIN_PASSWORD=first\nSECONDHALF==\n2nd_h4lf=\nADMIN_PASWORD=x\n");
        run.go("-q");
        assertSaid("have no effect: line 2, line 3, line 4 (ADMIN_PASWORD)");
        assertNotSaid("SECONDHALF");
        assertNotSaid("2nd");
    }

    @ParameterizedTest
    @CsvSource({
        "--password=s3cret, --password is not an option",
        "-ps3cret, -p is not an option",
        "s3cret, an argument that is neither an option nor its value",
        "--s3cret, There is an option that this job does not have",
        "--dry-run=s3cret, --dry-run takes no value",
        "--send, --send lacks its value",
    })
    void showsOfAnArgumentNothingButTheNameOfAnOption(String argument, String said) {
        run.go(argument);
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertSaid(said);
        assertNotSaid("s3cret");
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

    @Test
    void takesABlankPasswordForAMissingOne() throws IOException {
        Files.writeString(directory.resolve(".env"), "ADMIN_PASSWORD=\"  \"\nADMIN_EMAIL=\n");
        run.environment.remove("ADMIN_PASSWORD");
        run.environment.remove("ADMIN_EMAIL");
        run.go();
        assertEquals(ExitCode.USAGE, run.code);
        assertSaid("ADMIN_PASSWORD is not set in the environment or in .env");
        assertSaid("ADMIN_EMAIL is not set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A=1~ADMIN_PASSWORD s3cret          | Line 2 of .env cannot be read",
                "A=1~~ADMIN_PASSWORD=\"s3cret       | Line 3 of .env has a quote that is not closed",
                "BATCH_SIZE = \"2~B=s3              | Line 1 of .env has a quote that is not closed",
                "BATCH_SIZE='2~B=s3                 | Line 1 of .env has a quote that is not closed",
                "ADMIN_PASSWORD=\"s3cret~B=\"2\"    | Line 1 of .env has a quote that is not closed",
                "ADMIN_PASSWORD=s3\"cret\"          | Line 1 of .env has a quote in its value",
                "ADMIN_PASSWORD=s3#cret             | Line 1 of .env has a # in its value",
                "ADMIN_PASSWORD=\"s3\"cret\"        | Line 1 of .env goes on after its closing quote",
                "ADMIN_PASSWORD=\"s3\" # cret       | Line 1 of .env goes on after its closing quote",
                "A=1~B=2~A=s3                       | Line 3 of .env sets what line 1 sets, too",
                "A=1~  # s3cret                     | Line 2 of .env cannot be read",
                "export ADMIN_PASSWORD=s3           | Line 1 of .env begins with export",
                "=s3                                | Line 1 of .env cannot be read"
            })
    void namesEachLineOfDotenvThatItCannotReadAsWrittenWithoutItsText(String file, String said) throws IOException {
        Files.writeString(directory.resolve(".env"), file.replace("~", "\n"));
        run.go();
        assertEquals(ExitCode.USAGE, run.code, run.err);
        assertSaid(said);
        assertNotSaid("s3");
    }

    @Test
    void readsValuesThatHoldTheOtherKindOfQuote() throws IOException {
        Files.writeString(
                directory.resolve(".env"),
                "ADMIN_PASSWORD='" + FakeApi.PASSWORD + "'\nADMIN_EMAIL=\"" + FakeApi.EMAIL + "\"\n");
        run.environment.remove("ADMIN_PASSWORD");
        run.environment.remove("ADMIN_EMAIL");
        run.go();
        assertEquals(ExitCode.OK, run.code, run.err);
    }

    @Test
    void saysOnceThatDotenvBeginsWithAMark() throws IOException {
        Files.writeString(directory.resolve(".env"), "\uFEFFAPI_BASE_URL=x\n");
        run.environment.clear();
        run.go();
        assertEquals(
                "consumption-job: Line 1 of .env begins with a byte order mark; save the file as UTF-8 without one\n",
                run.err);
    }

    @Test
    void refusesADotenvThatIsNotUtf8OrNotAFile() throws IOException {
        Files.write(directory.resolve(".env"), "A=\u00e4".getBytes(StandardCharsets.ISO_8859_1));
        run.go();
        assertEquals(ExitCode.USAGE, run.code);
        assertSaid("The file .env cannot be read");
        Files.delete(directory.resolve(".env"));
        Files.createDirectory(directory.resolve(".env"));
        run.go();
        assertEquals(ExitCode.USAGE, run.code);
        assertSaid("The file .env cannot be read");
    }

    @Test
    void refusesADotenvThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(directory.resolve(".env"), Path.of("nowhere"));
        run.go();
        assertEquals(ExitCode.USAGE, run.code);
        assertSaid("The file .env cannot be read");
    }

    @Test
    void explainsAndDrawsTheDemoWithoutSettings() throws IOException {
        Run demo = new Run().in(directory).go("--demo", "--explain", "5f1efd542514f800017a1fcc", "--page", "day.html");
        assertEquals(ExitCode.OK, demo.code, demo.err);
        assertTrue(demo.out.startsWith("Sensor 5f1efd542514f800017a1fcc, 2020-07-28\n"), demo.out);
        assertTrue(demo.out.endsWith(" 30\n"), demo.out);
        assertTrue(Files.readString(directory.resolve("day.html")).contains("2</b> reports calculated"));
        demo.go("--demo", "--page", "day.html", "--save-readings", "sample.json");
        assertEquals(SAMPLE_REPORTS, demo.printed(false));
        assertTrue(Files.readString(directory.resolve("day.html")).contains("2</b> reports delivered"));
        assertEquals(Files.readString(SAMPLE), Files.readString(directory.resolve("sample.json")));
    }

    @Test
    void takesNoSettingForTheDemo() {
        Run demo = new Run().in(directory);
        demo.environment.putAll(
                Map.of("BATCH_SIZE", "nonsense", "DATABASE_URL", "sqlite:" + directory.resolve("l.db")));
        demo.go("--demo");
        assertEquals(ExitCode.OK, demo.code, demo.err);
        assertFalse(Files.exists(directory.resolve("l.db")));
    }
}
