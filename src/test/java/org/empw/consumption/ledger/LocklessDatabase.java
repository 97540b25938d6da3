package org.empw.consumption.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A database whose lock is broken, so that any number of runs are at work at once. The table has to be there. */
class LocklessDatabase implements Database {
    private final Database database;

    LocklessDatabase(Database database) {
        this.database = database;
    }

    @Override
    public Connection connect() throws SQLException, LedgerException {
        return database.connect();
    }

    @Override
    public boolean lock(Connection connection, String api) {
        return false;
    }

    @Override
    public Optional<Connection> connectReadOnly() throws SQLException, LedgerException {
        return database.connectReadOnly();
    }

    @Override
    public LedgerException explain(SQLException e) {
        return database.explain(e);
    }

    @Override
    public boolean isConflict(SQLException e) {
        return database.isConflict(e);
    }
}
