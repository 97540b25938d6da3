package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import org.empw.consumption.waiting.Time;

/** A database whose lock is broken, so that any number of runs are at work at once. */
class LocklessDatabase implements Database {
    private final Database database;

    LocklessDatabase(Database database) {
        this.database = database;
    }

    /** The same, and each connection of a run begins with this statement. */
    static LocklessDatabase beginningWith(String sql, Database database) {
        return new LocklessDatabase(database) {
            @Override
            public Connection connect(Time time) throws SQLException, LedgerException {
                Connection connection = super.connect(time);
                Database.execute(connection, sql);
                connection.commit();
                return connection;
            }
        };
    }

    @Override
    public DatabaseUrl url() {
        return database.url();
    }

    @Override
    public boolean exists() {
        return database.exists();
    }

    @Override
    public Connection connect(Time time) throws SQLException, LedgerException {
        return database.connect(time);
    }

    @Override
    public Connection connectReadOnly(Time time, int maxSeconds) throws SQLException, LedgerException {
        return database.connectReadOnly(time, maxSeconds);
    }

    @Override
    public void lock(Connection connection, String api, Time time) throws SQLException, LedgerException {}

    @Override
    public boolean hasTable(Connection connection) throws SQLException {
        return database.hasTable(connection);
    }

    @Override
    public boolean createTable(Connection connection) throws SQLException {
        return database.createTable(connection);
    }

    @Override
    public LedgerException inUse(Connection connection, String api) {
        return database.inUse(connection, api);
    }

    @Override
    public LedgerException explain(SQLException e) {
        return database.explain(e);
    }

    @Override
    public boolean isHeld(SQLException e) {
        return database.isHeld(e);
    }

    @Override
    public boolean isRightMissing(SQLException e) {
        return database.isRightMissing(e);
    }

    @Override
    public boolean isConflict(SQLException e) {
        return database.isConflict(e);
    }
}
