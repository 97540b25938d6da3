package org.empw.consumption.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.support.FastTempDir;
import org.empw.consumption.support.Patience;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A ledger in a file. */
abstract class SqliteTestBase {
    static final String API = "https://api.example.com";
    static final List<ConsumptionReport> REPORTS =
            List.of(new ConsumptionReport("a", LocalDate.parse("2020-07-28"), BigDecimal.TEN));

    @TempDir(factory = FastTempDir.class)
    Path directory;

    DatabaseUrl url;
    Path file;

    @BeforeEach
    void name() {
        url = url("ledger.db");
        file = url.file().orElseThrow();
    }

    DatabaseUrl url(String name) {
        return DatabaseUrl.parse("sqlite:" + name, directory);
    }

    static SqlLedger open(DatabaseUrl url) throws LedgerException {
        return SqlLedger.open(url, API, Patience.none(), false);
    }

    static LedgerException assertFails(DatabaseUrl url, Kind kind, String words) {
        LedgerException e = assertThrows(LedgerException.class, () -> open(url).close());
        assertEquals(kind, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertTrue(e.getMessage().contains(url.file().orElseThrow().toString()), e.getMessage());
        return e;
    }

    List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    static void execute(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
