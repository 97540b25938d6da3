package org.empw.consumption.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.empw.consumption.cli.ExitCode;
import org.empw.consumption.support.FakeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file .env: what is read from it, and what is said of a line that cannot be read, without showing its text. */
class DotenvTest extends RunTestBase {
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
    void takesABlankPasswordForAMissingOne() throws IOException {
        Files.writeString(directory.resolve(".env"), "ADMIN_PASSWORD=\"  \"\nADMIN_EMAIL=\n");
        run.environment.remove("ADMIN_PASSWORD");
        run.environment.remove("ADMIN_EMAIL");
        run.go();
        assertEquals(ExitCode.USAGE, run.code);
        assertSaid("ADMIN_PASSWORD is not set in the environment or in .env");
        assertSaid("ADMIN_EMAIL is not set");
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
}
