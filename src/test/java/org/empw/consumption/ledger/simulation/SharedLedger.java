package org.empw.consumption.ledger.simulation;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import org.empw.consumption.api.Account;
import org.empw.consumption.api.ApiClient;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.ledger.Database;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.Schema;
import org.empw.consumption.ledger.SentReport;
import org.empw.consumption.ledger.SqlLedger;
import org.empw.consumption.ledger.simulation.InterleavedDatabase.Fate;
import org.empw.consumption.support.FakeApi;
import org.empw.consumption.support.PostgresServer;
import org.empw.consumption.support.TestDatabase;
import org.empw.consumption.support.VirtualTime;
import org.empw.consumption.waiting.RetryPolicy;

/** A database that several runs share without its lock, and for each of up to three of them an API of its own. */
final class SharedLedger implements AutoCloseable {
    static final LocalDate DAY = LocalDate.parse("2020-07-28");
    static final VirtualTime TIME = new VirtualTime(Instant.parse("2020-07-29T00:30:00Z"));
    static final int MAX_LIVE = 3;

    private static final String API = "https://api.example.com";

    private final Connection connection;
    private final List<FakeApi> apis = new ArrayList<>();
    private final List<ApiClient> clients = new ArrayList<>();

    /** In memory, or with {@code -Dledger=postgres} on that database. */
    SharedLedger() throws Exception {
        for (int i = 0; i < MAX_LIVE; i++) {
            FakeApi api = new FakeApi(TIME).unlimited();
            apis.add(api);
            clients.add(
                    new ApiClient(BaseUrl.parse(api.url()), new Account(FakeApi.EMAIL, FakeApi.PASSWORD), policy(0)));
        }
        connection = "postgres".equals(System.getProperty("ledger"))
                ? PostgresServer.connect(PostgresServer.newDatabase())
                : DriverManager.getConnection("jdbc:sqlite::memory:");
        Schema.create(connection);
        connection.setAutoCommit(false);
    }

    static RetryPolicy policy(long maxSeconds) {
        return new RetryPolicy(Duration.ofSeconds(maxSeconds), TIME, new Random(1));
    }

    /** The API of one of the runs that are under way: one for each, because each has to be held up by itself. */
    FakeApi api(int run) {
        return apis.get(run);
    }

    ApiClient client(int run) {
        return clients.get(run);
    }

    /** How often which report is stored, in all the APIs. */
    Map<String, Integer> stored() {
        Map<String, Integer> stored = new HashMap<>();
        apis.forEach(api -> api.stored().forEach((report, times) -> stored.merge(report, times, Integer::sum)));
        return stored;
    }

    SqlLedger open(Runnable step, Supplier<Fate> fate, Supplier<Boolean> reachable) throws LedgerException {
        return SqlLedger.open(
                new InterleavedDatabase(connection, step, fate, reachable), API, SharedLedger.policy(0), false);
    }

    /** By report, the state that the ledger has it in. */
    Map<ConsumptionReport, String> states() {
        Map<ConsumptionReport, String> states = new HashMap<>();
        try {
            for (String row : TestDatabase.rows(connection, "SELECT report_date, sensor_id, state FROM empw_report")) {
                String[] columns = row.split(" ", -1);
                states.put(new ConsumptionReport(columns[1], LocalDate.parse(columns[0]), BigDecimal.TEN), columns[2]);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return states;
    }

    /** What is in doubt, as the printed lines name it. */
    List<SentReport> inDoubt() {
        List<SentReport> inDoubt = new ArrayList<>();
        try {
            for (String row : TestDatabase.rows(
                    connection, "SELECT report_date, sensor_id, batch FROM empw_report WHERE state = 'in_doubt'")) {
                String[] columns = row.split(" ", -1);
                inDoubt.add(new SentReport(
                        new ConsumptionReport(columns[1], LocalDate.parse(columns[0]), BigDecimal.TEN),
                        OptionalLong.of(Long.parseLong(columns[2]))));
            }
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return inDoubt;
    }

    void clear() throws SQLException {
        apis.forEach(FakeApi::reset);
        Database.execute(connection, "DELETE FROM empw_report");
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        apis.forEach(FakeApi::close);
        connection.close();
    }
}
