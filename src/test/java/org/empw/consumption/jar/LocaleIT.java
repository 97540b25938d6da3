package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged jar as a process without a locale, as cron starts it: what it then cannot read or write is named. */
class LocaleIT extends ITBase {
    @Test
    void namesAPasswordThatItCannotReadWithoutALocale() throws Exception {
        Map<String, String> environment = api.environment();
        environment.put("LANG", "C");
        JobProcess job = JobProcess.run(directory, environment, "");
        assertEquals(2, job.code, job.err);
        assertTrue(job.err.contains("ADMIN_PASSWORD") && job.err.contains("LANG=C.UTF-8"), job.err);
    }

    @Test
    void namesAFileWhoseNameItCannotWriteWithoutALocale() throws Exception {
        Files.writeString(directory.resolve(".env"), "DATABASE_URL=sqlite:t\u00e4nk.db\n");
        Map<String, String> environment = api.environment();
        environment.putAll(Map.of("LANG", "C", "ADMIN_PASSWORD", "x"));
        JobProcess job = JobProcess.run(directory, environment, "");
        assertEquals(2, job.code, job.err);
        assertTrue(job.err.contains("DATABASE_URL names a file") && job.err.contains("LANG=C.UTF-8"), job.err);
        environment.put("DATABASE_URL", "none");
        for (String option : List.of("--readings", "--send")) {
            job = JobProcess.run(directory, environment, "", option, "t\u00e4nk.json");
            assertEquals(2, job.code, job.err);
            assertTrue(job.err.contains(option + " names a file") && job.err.contains("LANG=C.UTF-8"), job.err);
        }
    }

    @Test
    void refusesAWorkingDirectoryWhoseNameIsUnreadableWithoutALocale() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("t\u00e4nk"));
        Files.writeString(folder.resolve(".env"), "ADMIN_EMAIL=x\n");
        Map<String, String> environment = api.environment();
        environment.put("LANG", "C");
        JobProcess job = JobProcess.run(folder, environment, "");
        assertEquals(2, job.code, job.err);
        assertTrue(job.err.contains("working directory") && job.err.contains("LANG=C.UTF-8"), job.err);
        environment.put("LANG", "C.UTF-8");
        assertEquals(0, JobProcess.run(folder, environment, "").code);
    }
}
