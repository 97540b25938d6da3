package org.empw.consumption.ledger.simulation;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets one of several actors move at a time, from one step to the next, in the order that a test wants. */
final class Interleaving {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "actor");
        thread.setDaemon(true);
        return thread;
    });

    private final Semaphore free = new Semaphore(0);

    /** The end of an actor in the middle of its work, as that of a process by SIGKILL. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** One that moves only when it is told to. */
    final class Actor {
        private final Semaphore turn = new Semaphore(0);
        private volatile boolean killed;
        private volatile boolean ended;
        private volatile Throwable failure;

        /** Begins nothing yet. */
        void start(Runnable work) {
            THREADS.execute(() -> {
                try {
                    await();
                    work.run();
                } catch (Killed e) {
                    // as wanted
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    ended = true;
                    free.release();
                }
            });
        }

        /** Called by the actor, on whatever thread: waits until it is its turn again. */
        void step() {
            free.release();
            await();
        }

        private void await() {
            turn.acquireUninterruptibly();
            if (killed) {
                throw new Killed();
            }
        }

        /** Called by the test: lets the actor move to its next step. */
        void move() {
            turn.release();
            try {
                if (!free.tryAcquire(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("an actor hangs");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (failure != null) {
                throw new AssertionError("an actor failed: " + failure, failure);
            }
        }

        /** Called by the test: the actor does not get beyond the step at which it is. */
        void kill() {
            killed = true;
            while (!ended) {
                move();
            }
        }

        boolean isKilled() {
            return killed;
        }

        boolean hasEnded() {
            return ended;
        }
    }
}
