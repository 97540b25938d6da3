package org.empw.consumption.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** PostgreSQL servers that end with this process at the latest, also when it hangs and is killed. */
public final class WatchedPostgres {
    /** Each waits for the end of its stdin, which comes with the end of this process. */
    private static final List<Process> WATCHERS = new CopyOnWriteArrayList<>();

    private WatchedPostgres() {}

    public static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder().setDataDirectoryCustomizer(WatchedPostgres::endWithThisProcess);
    }

    /**
     * Has the server with this data end by itself once this process is gone: it looks once a minute whether its lock file
     * is there, and ends at once where it is not. So no signal is sent to anybody.
     */
    static void endWithThisProcess(File data) {
        try {
            WATCHERS.add(
                    new ProcessBuilder("sh", "-c", "read -r _; rm -f \"$0/postmaster.pid\"", data.getPath()).start());
        } catch (IOException e) {
            // there is no sh: a killed process leaves its server behind
        }
    }
}
