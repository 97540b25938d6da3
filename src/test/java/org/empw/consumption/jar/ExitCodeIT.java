package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fault.Applied;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;

/** The exit codes of the packaged jar as a process, and what it prints with each. */
class ExitCodeIT extends ITBase {
    @Test
    void exitsWith2AndContactsNobodyWithoutSettings() throws Exception {
        JobProcess job = JobProcess.run(directory, Map.of(), "");
        assertEquals(2, job.code);
        assertEquals(3, job.err.lines().count(), job.err);
        assertTrue(job.err.contains("API_BASE_URL")
                && job.err.contains("ADMIN_EMAIL")
                && job.err.contains("ADMIN_PASSWORD"));
    }

    @Test
    void exitsWith3WhenDataWasSkipped() throws Exception {
        api.readings("[{}," + Fleet.readings(2).substring(1));
        assertEquals(3, run().code);
    }

    @Test
    void exitsWith4WhenTheApiRefuses() throws Exception {
        api.failEach(Call.LOGIN, Answer.UNAUTHORIZED_401);
        JobProcess job = run();
        assertEquals(4, job.code);
        assertTrue(job.err.contains("ADMIN_EMAIL or ADMIN_PASSWORD is wrong"), job.err);
    }

    @Test
    void exitsWith5WhenTheAnswerMakesNoSense() throws Exception {
        api.readings("<!DOCTYPE html>");
        assertEquals(5, run().code);
    }

    @Test
    void exitsWith6AndPrintsWhatWasNotStored() throws Exception {
        api.readings(Fleet.readings(4));
        api.failPost(2, Answer.BAD_REQUEST_400);
        Map<String, String> environment = api.environment();
        environment.put("BATCH_SIZE", "2");
        JobProcess job = JobProcess.run(directory, environment, "");
        assertEquals(6, job.code, job.err);
        assertEquals(2, job.out.lines().count());

        api.recover();
        assertEquals(0, JobProcess.run(directory, environment, job.out, "--send", "-").code);
        assertEquals(Fleet.reports(4), List.copyOf(api.stored().keySet()));
    }

    @Test
    void exitsWith7AndPrintsWhatIsInDoubt() throws Exception {
        api.readings(Fleet.readings(1));
        api.losePost(1, Applied.ALL);
        JobProcess job = run();
        assertEquals(7, job.code, job.err);
        assertTrue(job.out.endsWith("\"in_doubt\":true}\n"), job.out);
    }
}
