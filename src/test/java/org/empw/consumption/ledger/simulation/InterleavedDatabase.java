package org.empw.consumption.ledger.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.empw.consumption.ledger.Database;
import org.empw.consumption.ledger.DatabaseUrl;
import org.empw.consumption.ledger.LedgerException;
import org.empw.consumption.ledger.LedgerException.Kind;
import org.empw.consumption.waiting.Time;

/**
 * A database without a lock for one of several runs that share a connection. Each of its transactions is one step,
 * before which others move; the test says whether its connection ends, before or after a commit.
 */
final class InterleavedDatabase implements Database {
    /** What becomes of a transaction. */
    enum Fate {
        COMMITTED,
        /** The commit takes effect, and the run sees the end of its connection. */
        ANSWER_LOST,
        /** The run sees the end of its connection, and the server undoes the transaction. */
        COMMIT_LOST,
        /** The server undoes the transaction, because another one is in the way. */
        CONFLICT
    }

    private static final String CONNECTION_LOST = "08006";
    private static final String CONFLICT = "40001";

    private final Connection shared;
    private final Runnable step;
    private final Supplier<Fate> fates;
    private final Supplier<Boolean> reachable;

    /**
     * @param step waits until the run may move again
     * @param fates of the transactions, one after the other
     * @param reachable whether the next connection can be made, and its lock taken
     */
    InterleavedDatabase(Connection shared, Runnable step, Supplier<Fate> fates, Supplier<Boolean> reachable) {
        this.shared = shared;
        this.step = step;
        this.fates = fates;
        this.reachable = reachable;
    }

    @Override
    public Connection connect(Time time) throws SQLException {
        if (!reachable.get()) {
            throw new SQLException("the server does not answer", CONNECTION_LOST);
        }
        Link link = new Link();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> link.call(method, arguments));
    }

    /** A run's own connection. */
    private final class Link {
        private boolean inTransaction;
        private boolean ended;

        Object call(Method method, Object[] arguments) throws Throwable {
            switch (method.getName()) {
                case "close" -> close();
                case "rollback" -> rollBack();
                case "commit" -> commit();
                default -> {
                    begin();
                    try {
                        return method.invoke(shared, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }
            }
            return null;
        }

        private void begin() throws SQLException {
            if (!inTransaction && !ended) {
                step.run();
                inTransaction = true;
            }
            failIfEnded();
        }

        private void failIfEnded() throws SQLException {
            if (ended) {
                throw new SQLException("the connection has ended", CONNECTION_LOST);
            }
        }

        private void commit() throws SQLException {
            failIfEnded();
            Fate fate = fates.get();
            if (fate == Fate.COMMITTED || fate == Fate.ANSWER_LOST) {
                shared.commit();
                inTransaction = false;
            }
            ended = fate == Fate.ANSWER_LOST || fate == Fate.COMMIT_LOST;
            if (ended) {
                undo();
                throw new SQLException("no answer", CONNECTION_LOST);
            }
            if (fate == Fate.CONFLICT) {
                throw new SQLException("in the way", CONFLICT);
            }
        }

        private void rollBack() throws SQLException {
            failIfEnded();
            undo();
        }

        private void close() throws SQLException {
            ended = true;
            undo();
        }

        private void undo() throws SQLException {
            if (inTransaction) {
                shared.rollback();
                inTransaction = false;
            }
        }
    }

    @Override
    public DatabaseUrl url() {
        return DatabaseUrl.parse("sqlite:simulated", Path.of(""));
    }

    @Override
    public Connection connectReadOnly(Time time, int maxSeconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void lock(Connection connection, String api, Time time) throws LedgerException {
        if (!reachable.get()) {
            throw inUse(connection, api);
        }
    }

    @Override
    public boolean hasTable(Connection connection) {
        return true;
    }

    @Override
    public boolean createTable(Connection connection) {
        return false;
    }

    @Override
    public LedgerException inUse(Connection connection, String api) {
        return new LedgerException(Kind.LOCKED, "The ledger is in use by somebody else");
    }

    @Override
    public LedgerException explain(SQLException e) {
        return new LedgerException(Kind.UNREACHABLE, "The ledger cannot be reached: " + e.getMessage());
    }

    @Override
    public boolean isConflict(SQLException e) {
        return CONFLICT.equals(e.getSQLState());
    }
}
