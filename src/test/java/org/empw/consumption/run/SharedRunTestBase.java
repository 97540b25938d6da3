package org.empw.consumption.run;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.empw.consumption.ledger.DatabaseUrl;
import org.empw.consumption.support.Fleet;
import org.empw.consumption.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** Whole runs with a ledger in each kind of database, in batches of two. */
abstract class SharedRunTestBase extends RunTestBase {
    @Parameter
    TestDatabase database;

    DatabaseUrl url;

    @BeforeEach
    void setLedger() throws IOException, SQLException {
        url = database.create(directory);
        run.with("DATABASE_URL", database.address(url)).with("BATCH_SIZE", "2");
        api.readings("[]");
        run.go(); // makes the table
        api.readings(Fleet.readings(5));
    }

    /** How many reports the ledger has in each state. */
    List<String> states() throws SQLException {
        return database.query(url, "SELECT state, count(*) FROM empw_report GROUP BY state ORDER BY state");
    }
}
