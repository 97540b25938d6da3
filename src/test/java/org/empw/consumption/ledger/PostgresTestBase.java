package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.Patience;
import org.empw.consumption.support.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database of a PostgreSQL server, and what is said where it cannot hold a ledger. */
abstract class PostgresTestBase {
    static final String API = "https://api.example.com";

    @TempDir
    Path directory;

    String database;

    @BeforeEach
    void createDatabase() throws SQLException {
        database = PostgresServer.newDatabase();
    }

    static SqlLedger open(DatabaseUrl url) throws LedgerException {
        return SqlLedger.open(url, API, Patience.none(), false);
    }

    DatabaseUrl url(String account) {
        return PostgresServer.url(account, database, "");
    }

    /** Opening fails; neither the message nor the log tells the user or the password. */
    static void assertFails(DatabaseUrl url, Kind kind, String... words) {
        try (LogLines log = new LogLines()) {
            for (LedgerException e : List.of(
                    assertThrows(LedgerException.class, () -> open(url).close()),
                    assertThrows(LedgerException.class, () -> LedgerStatus.read(url, API, Patience.none())))) {
                assertEquals(kind, e.kind(), e.getMessage());
                assertTrue(e.getMessage().contains(url.toString()), e.getMessage());
                for (String word : words) {
                    assertTrue(e.getMessage().contains(word), e.getMessage());
                }
                for (String secret : url.secrets()) {
                    String shown = e.getMessage().replace(url.toString(), "") + log.all();
                    assertFalse(!secret.isEmpty() && shown.contains(secret), shown);
                }
            }
        }
    }
}
