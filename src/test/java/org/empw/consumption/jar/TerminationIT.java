package org.empw.consumption.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.empw.consumption.support.Call;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** SIGTERM to the packaged jar as a process: what was not sent is printed, in time. */
@Execution(ExecutionMode.CONCURRENT) // they wait, most of the time
class TerminationIT extends ITBase {
    private Process startWithBatchesOf(String batchSize, Path out, Path err) throws Exception {
        Map<String, String> environment = api.environment();
        environment.put("BATCH_SIZE", batchSize);
        return JobProcess.start(directory, environment, out, err, JobProcess.command());
    }

    @Test
    void printsWhatWasNotStoredWhenTerminatedUnderway() throws Exception {
        api.readings(Fleet.readings(1_000));
        CountDownLatch posting = new CountDownLatch(1);
        api.onEach(Call.REPORTS, () -> {
            posting.countDown();
            sleep(1_000); // the answer comes after the signal, and is waited for
        });
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process job = startWithBatchesOf("300", out, err);
        assertTrue(posting.await(20, TimeUnit.SECONDS));
        job.destroy();
        assertTrue(job.waitFor(25, TimeUnit.SECONDS));
        assertEquals(6, job.exitValue(), Files.readString(err));
        assertEquals(300, api.stored().size());
        assertEquals(700, Files.readAllLines(out).size());
        assertTrue(Files.readString(err).contains("Told to stop: no further batch is sent"), Files.readString(err));
    }

    @Test
    void printsWhatWasNotStoredWhenTerminatedBetweenTwoPosts() throws Exception {
        int sensors = 9_000;
        api.readings(Fleet.readings(sensors));
        CountDownLatch firstStored = new CountDownLatch(1);
        api.onPost(1, firstStored::countDown).onPost(2, () -> sleep(7_000));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process job = startWithBatchesOf("3000", out, err);
        assertTrue(firstStored.await(20, TimeUnit.SECONDS));
        sleep(5);
        job.destroy();
        assertTrue(job.waitFor(28, TimeUnit.SECONDS));
        assertEquals(6, job.exitValue(), Files.readString(err));
        assertEquals(sensors, api.stored().size() + Files.readAllLines(out).size());
    }

    @Test
    void endsAtOnceWhenTerminatedWhileItWaits() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        api.onEach(Call.LOGIN, asked::countDown).failEach(Call.LOGIN, Answer.THROTTLED_429_ABSURDLY);
        Path err = directory.resolve("err");
        Process job =
                JobProcess.start(directory, api.environment(), directory.resolve("out"), err, JobProcess.command());
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        sleep(300);
        job.destroy();
        assertTrue(job.waitFor(5, TimeUnit.SECONDS));
        assertEquals(5, job.exitValue(), Files.readString(err));
    }
}
