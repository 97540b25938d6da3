package org.empw.consumption.jar;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.empw.consumption.support.FakeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What runs of the packaged jar need: an API and a folder. */
abstract class ITBase {
    FakeApi api;

    @TempDir
    Path directory;

    @BeforeEach
    void startApi() throws IOException {
        api = new FakeApi(InstantSource.system()).unlimited();
    }

    @AfterEach
    void endApi() {
        api.close();
    }

    JobProcess run(String... args) throws Exception {
        return JobProcess.run(directory, api.environment(), "", args);
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
