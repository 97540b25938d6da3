package org.empw.consumption.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.empw.consumption.waiting.Time;

/** A database whose next commits or connections fail, like those of a server whose network breaks. */
final class FaultyDatabase extends LocklessDatabase {
    /** The SQL state of two transactions that were in each other's way. */
    static final String CONFLICT = "40P01";

    private final Deque<String> commits = new ArrayDeque<>();
    private final Runnable beforeFailure;
    private int connects;
    int connections;

    /** With {@code beforeFailure}, which is what happens while a commit is tried that fails. */
    FaultyDatabase(Database database, Runnable beforeFailure) {
        super(database);
        this.beforeFailure = beforeFailure;
    }

    /** The next commit fails with this SQL state, and its transaction is undone. */
    void failCommit(String state) {
        commits.add(state);
    }

    /** So many next connections fail. */
    void failConnect(int times) {
        connects = times;
    }

    @Override
    public Connection connect(Time time) throws SQLException, LedgerException {
        connections++;
        if (connects > 0) {
            connects--;
            throw new SQLException("gone", "08006");
        }
        Connection connection = super.connect(time);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (p, method, arguments) -> {
                    if (method.getName().equals("commit") && !commits.isEmpty()) {
                        beforeFailure.run();
                        throw new SQLException("lost", commits.remove());
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public boolean isConflict(SQLException e) {
        return CONFLICT.equals(e.getSQLState()) || super.isConflict(e);
    }
}
