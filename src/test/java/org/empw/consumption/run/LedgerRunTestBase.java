package org.empw.consumption.run;

import java.nio.file.Path;
import org.empw.consumption.support.Fleet;
import org.junit.jupiter.api.BeforeEach;

/** Runs with a ledger in a file, in batches of two. */
abstract class LedgerRunTestBase extends RunTestBase {
    Path file;

    @BeforeEach
    void setLedger() {
        file = directory.resolve("ledger.db");
        run.with("DATABASE_URL", "sqlite:" + file).with("BATCH_SIZE", "2");
        api.readings(Fleet.readings(5));
    }
}
