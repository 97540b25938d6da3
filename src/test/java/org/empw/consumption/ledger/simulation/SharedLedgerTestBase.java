package org.empw.consumption.ledger.simulation;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A ledger that the runs of a test share. */
abstract class SharedLedgerTestBase {
    SharedLedger shared;

    @BeforeEach
    void openShared() throws Exception {
        shared = new SharedLedger();
    }

    @AfterEach
    void closeShared() throws SQLException {
        shared.close();
    }
}
