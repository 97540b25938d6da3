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

    private static final String REMOVE = "read -r _; [ -f \"$0/PG_VERSION\" ] || exit 0; rm -f \"$0/postmaster.pid\";"
            + " i=0; while [ -d \"$0\" ] && [ $i -lt 70 ]; do sleep 1; i=$((i + 1)); done; rm -rf \"$0\"";

    private WatchedPostgres() {}

    public static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder().setDataDirectoryCustomizer(WatchedPostgres::endWithThisProcess);
    }

    /**
     * Has the server with this data end by itself once this process is gone, and removes the data after that. The
     * server looks once a minute whether its lock file is there, and ends at once where it is not. So no signal is sent
     * to anybody.
     */
    static void endWithThisProcess(File data) {
        try {
            WATCHERS.add(new ProcessBuilder("sh", "-c", REMOVE, data.getPath()).start());
        } catch (IOException e) {
            // there is no sh: a killed process leaves its server behind
        }
    }
}
