package org.empw.consumption.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.empw.consumption.http.HttpResponse;
import org.empw.consumption.http.RetryAfter;
import org.empw.consumption.text.Excerpt;

/** The calls of the API: their names in messages, their paths, and what their responses mean. */
enum Operation {
    LOGIN("The login", "admins/login", Duration.ofMinutes(1)),
    READINGS("The request for the readings", "consumption_data", Duration.ofMinutes(10)),
    SENSORS("The request for the registered sensors", "sensors", Duration.ofMinutes(2)),
    REPORTS("The delivery", "consumption_reports", Duration.ofMinutes(2));

    final String title;
    final String path;

    /**
     * For the whole call, from the connection to the last byte of the answer: as long as one that works may take. The
     * readings are many; a login is quick, but may wake the server up first.
     */
    final Duration timeout;

    Operation(String title, String path, Duration timeout) {
        this.title = title;
        this.path = path;
        this.timeout = timeout;
    }

    /** Fails with {@code problem} and a way out where the response says that a repetition would change nothing. */
    void throwIfPermanent(HttpResponse response, String problem) throws ApiException {
        String rest = switch (response.status()) {
            case 400 -> ". Check API_BASE_URL, and whether the API has changed";
            case 401 ->
                this == LOGIN
                        ? ". ADMIN_EMAIL or ADMIN_PASSWORD is wrong"
                        : ". The API does not accept the token that its login gave";
            case 407 -> ". The proxy wants a password, which this job has none for";
            case 403 -> ". The account in ADMIN_EMAIL is not an admin";
            case 404 -> ". There is nothing at " + Excerpt.shorten(response.url()) + "; check the path in API_BASE_URL";
            default ->
                response.isRedirect()
                        ? redirection(response)
                        : response.isSuccessful() ? ", which the EMPW API does not. Check API_BASE_URL" : "";
        };
        if (!rest.isEmpty()) {
            throw new ApiException(problem + rest, response.status() == 401 || response.status() == 403);
        }
    }

    /**
     * What the API answered: the status, and the API's own words of a refusal. A login's are not shown, only what kind
     * of thing they are: they may hold the password, in whatever spelling.
     */
    String answered(HttpResponse response) {
        byte[] head = response.isSuccessful() ? new byte[0] : response.head();
        String words = head.length == 0 ? "" : this == LOGIN ? " with " + kind(head) : ": " + Excerpt.of(head);
        return "the API answered " + response.status() + words;
    }

    /** What an answer is that begins so. */
    static String kind(byte[] head) {
        String start = new String(head, StandardCharsets.UTF_8).strip();
        return start.startsWith("<")
                ? "HTML"
                : start.startsWith("{") || start.startsWith("[") ? "JSON" : start.isEmpty() ? "nothing" : "text";
    }

    /** Where the API would have the request go, as the setting that makes it go there; ends a sentence. */
    String redirection(HttpResponse response) {
        if (response.location().isEmpty()) {
            return ", a redirect to nowhere. Check API_BASE_URL";
        }
        String url = response.location().get();
        if (!url.endsWith("/" + path)) {
            String where = this == LOGIN ? url.replaceFirst("^(https?://[^/]*).*", "$1") : url;
            return ", a redirect to " + Excerpt.shorten(where) + ". Check API_BASE_URL";
        }
        String base = url.substring(0, url.length() - path.length() - 1);
        return ", a redirect. If that is where your API is, set API_BASE_URL=" + Excerpt.shorten(base);
    }

    /**
     * How long a response asks to wait; zero where it does not. A 429 without a time means until the next window: the
     * API counts logins in minutes aligned to the clock, and all requests in five of them.
     */
    Duration retryAfter(HttpResponse response, int tries, Instant now) {
        Duration window = Duration.ofMinutes(this == LOGIN && tries == 1 ? 1 : 5);
        return switch (response.status()) {
            case 429 -> response.retryAfter(now).orElse(RetryAfter.untilNextWindow(response.serverTime(now), window));
            case 503 -> response.retryAfter(now).orElse(Duration.ZERO);
            default -> Duration.ZERO;
        };
    }
}
