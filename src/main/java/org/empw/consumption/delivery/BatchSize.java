package org.empw.consumption.delivery;

/**
 * How many reports go into one POST. A doubt costs a person one look for each report of a batch, so batches are as small
 * as the API's 100 requests in five minutes allow: about 80 POSTs a run.
 */
public final class BatchSize {
    /** The API takes 3 ms to store a report; a POST must end well within the 30 s of Heroku's router. */
    public static final int MAX = 5_000;

    private static final int MIN = 25;
    private static final int POSTS = 80;

    private BatchSize() {}

    /** The size for {@code reports} in all, between 25 and {@link #MAX}. */
    public static int of(int reports) {
        return Math.min(MAX, Math.max(MIN, (reports + POSTS - 1) / POSTS));
    }
}
