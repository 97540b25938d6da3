package org.empw.consumption.api;

import java.time.Duration;
import java.time.Instant;
import org.empw.consumption.http.HttpResponse;
import org.empw.consumption.http.RetryAfter;
import org.empw.consumption.text.Excerpt;

/** The calls of the API: how they are named to a person, where they are found, and what their responses mean. */
enum Operation {
    LOGIN("The login", "admins/login", Integer.MAX_VALUE, Duration.ZERO),
    READINGS("The request for the readings", "consumption_data", Integer.MAX_VALUE, Duration.ofMinutes(10)),
    /** Not worth a long wait: the reports are waiting behind it. */
    SENSORS("The request for the registered sensors", "sensors", 2, Duration.ZERO),
    REPORTS("The delivery", "consumption_reports", 1, Duration.ZERO);

    /** The API counts logins in minutes aligned to the clock, and all requests in five of them. */
    private static final Duration LOGIN_WINDOW = Duration.ofMinutes(1);

    private static final Duration WINDOW = Duration.ofMinutes(5);

    final String title;
    final String path;

    /** How often it is tried; else the run's waiting is the limit. */
    final int maxTries;

    /** For the whole call; zero for the usual one. */
    final Duration timeout;

    Operation(String title, String path, int maxTries, Duration timeout) {
        this.title = title;
        this.path = path;
        this.maxTries = maxTries;
        this.timeout = timeout;
    }

    /**
     * Fails where the response says that a repetition would change nothing.
     *
     * @param answered what the API answered, as a clause
     */
    void failIfFinal(HttpResponse response, String answered) throws ApiException {
        String sentence = title + ": " + answered;
        switch (response.status()) {
            case 400 -> throw ApiException.unusable(sentence + ". Check API_BASE_URL, and whether the API has changed");
            case 401 ->
                throw ApiException.refused(sentence
                        + (this == LOGIN
                                ? ". ADMIN_EMAIL or ADMIN_PASSWORD is wrong"
                                : ". The API does not accept the token that its login gave"));
            case 403 -> throw ApiException.refused(sentence + ". The account in ADMIN_EMAIL is not an admin");
            case 404 ->
                throw ApiException.unusable(sentence + ". There is nothing at " + Excerpt.shorten(response.url())
                        + "; check the path in API_BASE_URL");
            default -> {
                if (response.isRedirect()) {
                    throw ApiException.unusable(sentence + redirection(response));
                }
                if (response.isSuccessful()) {
                    throw ApiException.unusable(sentence + ", which the EMPW API does not. Check API_BASE_URL");
                }
            }
        }
    }

    /** What the API answered: the status, and the API's own words of a refusal. */
    static String answered(HttpResponse response) {
        byte[] head = response.isSuccessful() ? new byte[0] : response.head();
        return "the API answered " + response.status() + (head.length == 0 ? "" : ": " + Excerpt.of(head));
    }

    /** Where the API would have the request go, as the setting that makes it go there; ends a sentence. */
    String redirection(HttpResponse response) {
        if (response.location().isEmpty()) {
            return ", a redirect to nowhere. Check API_BASE_URL";
        }
        String url = response.location().get();
        return url.endsWith("/" + path)
                ? ", a redirect. If that is where your API is, set API_BASE_URL="
                        + Excerpt.shorten(url.substring(0, url.length() - path.length() - 1))
                : ", a redirect to " + Excerpt.shorten(url) + ". Check API_BASE_URL";
    }

    /** How long a response asks to wait; zero where it does not. A 429 without a time means until the next window. */
    Duration retryAfter(HttpResponse response, int tries, Instant now) {
        Duration window = this == LOGIN && tries == 1 ? LOGIN_WINDOW : WINDOW;
        return switch (response.status()) {
            case 429 -> response.retryAfter(now).orElse(RetryAfter.untilNextWindow(response.serverTime(now), window));
            case 503 -> response.retryAfter(now).orElse(Duration.ZERO);
            default -> Duration.ZERO;
        };
    }
}
