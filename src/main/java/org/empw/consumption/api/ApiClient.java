package org.empw.consumption.api;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.empw.consumption.api.ApiException.Kind;
import org.empw.consumption.api.PostResult.Outcome;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.http.Http;
import org.empw.consumption.http.Pace;
import org.empw.consumption.http.RetryAfter;
import org.empw.consumption.http.RetryPolicy;
import org.empw.consumption.http.Wire;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.text.Redactor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The EMPW API: its login, its readings, its reports. Login and readings are asked for again after a failure that may
 * pass; reports are sent once, and the answer says what is certain about them. For one thread, but for {@link #cancel}.
 */
public final class ApiClient {

    private static final Logger log = LoggerFactory.getLogger(ApiClient.class);

    private static final Duration READINGS_TIMEOUT = Duration.ofMinutes(10);

    /** The calls of the API, as they are named to a person, and where they are found. */
    private enum Operation {
        LOGIN("The login", "admins/login", RetryAfter.LOGIN_WINDOW),
        READINGS("The request for the readings", "consumption_data", RetryAfter.WINDOW),
        SENSORS("The request for the registered sensors", "sensors", RetryAfter.WINDOW),
        REPORTS("The delivery", "consumption_reports", RetryAfter.WINDOW);

        final String title;
        final String path;
        final Duration throttleWindow;

        Operation(String title, String path, Duration throttleWindow) {
            this.title = title;
            this.path = path;
            this.throttleWindow = throttleWindow;
        }
    }

    private final BaseUrl base;
    private final Account account;
    private final RetryPolicy retryPolicy;
    private final InstantSource clock;
    private final Http http;
    private final Pace pace;
    private final Pace loginPace = new Pace(5, RetryAfter.LOGIN_WINDOW);
    private String token = "";

    public ApiClient(BaseUrl base, Account account, RetryPolicy retryPolicy, InstantSource clock) {
        // An API on this very machine is a developer's own; it may be asked as fast as it answers.
        this(
                base,
                account,
                retryPolicy,
                clock,
                new Http(Http.client(base.isHttps())),
                base.isLoopback() ? 1_000_000 : 100);
    }

    /** For tests, which bring faults with their client, and the API's limit of requests to loopback. */
    ApiClient(
            BaseUrl base, Account account, RetryPolicy retryPolicy, InstantSource clock, Http http, int requestLimit) {
        this.base = base;
        this.account = account;
        this.retryPolicy = retryPolicy;
        this.clock = clock;
        this.http = http;
        this.pace = new Pace(requestLimit, RetryAfter.WINDOW);
    }

    /**
     * Logs in. The token is kept for the calls that follow.
     *
     * @throws ApiException when the API refuses, or does not answer as it should within the run's retryPolicy
     */
    public void login() throws ApiException {
        log.info("Logging in to {}", base);
        byte[] credentials = JsonWriter.credentials(account.email(), account.password());
        Redactor.add(account.password());
        token = untilAnswered(
                Operation.LOGIN,
                () -> new Request.Builder()
                        .url(base.resolve(Operation.LOGIN.path))
                        .post(Http.oneShot(credentials)),
                Duration.ZERO,
                LoginResponse::token);
        Redactor.add(token);
    }

    /**
     * Fetches the readings of the API's previous day.
     *
     * @param handlers gives a new handler for each try, for after an answer that broke off all is told again
     * @return the handler that received a whole answer
     * @throws ApiException when the API refuses, or does not answer as it should within the run's retryPolicy
     */
    public <H extends ReadingsHandler> H readings(Supplier<H> handlers) throws ApiException {
        return untilAnswered(Operation.READINGS, () -> authorized(Operation.READINGS), READINGS_TIMEOUT, in -> {
            H handler = handlers.get();
            ReadingsParser.parse(in, handler);
            return handler;
        });
    }

    /** The ids of the sensors that are registered; empty when the API does not tell, which is logged. */
    public Optional<Set<String>> registeredSensors() {
        String problem = "was not sent";
        for (int tries = 0; tries < 2 && keepPace(Operation.SENSORS).isEmpty(); tries++) {
            try (Response response = http.send(authorized(Operation.SENSORS), new Wire(), Duration.ZERO)) {
                if (response.code() == 200) {
                    return Optional.of(SensorList.ids(response.body().byteStream()));
                }
                problem = "was answered " + response.code();
                break;
            } catch (IOException e) {
                problem = "failed (" + Http.reason(e) + ")";
            } catch (MalformedResponseException e) {
                problem = "was not answered as the EMPW API does: " + e.getMessage();
                break;
            } finally {
                requestEnded(Operation.SENSORS);
            }
        }
        log.warn("{} {}, so silent sensors are not told", Operation.SENSORS.title, problem);
        return Optional.empty();
    }

    /** Waits while the API would find a POST too soon; returns why it did not wait to the end, as a clause, if so. */
    public Optional<String> beforePost() {
        return keepPace(Operation.REPORTS);
    }

    /** Sends reports, once. The same reports in the same order carry the same {@code Idempotency-Key}. */
    public PostResult post(List<ConsumptionReport> reports) {
        byte[] body = JsonWriter.postBody(reports);
        Wire wire = new Wire();
        Request.Builder request = authorized(Operation.REPORTS)
                .header("Idempotency-Key", sha256(body))
                .post(Http.oneShot(body));
        try (Response response = http.send(request, wire, Duration.ZERO)) {
            return classify(response, wire);
        } catch (IOException e) {
            return wire.bodyOut()
                    ? new PostResult(Outcome.IN_DOUBT, "no answer came (" + Http.reason(e) + ")")
                    : new PostResult(Outcome.NOT_APPLIED, "the reports could not be sent (" + Http.reason(e) + ")");
        } finally {
            requestEnded(Operation.REPORTS);
        }
    }

    public boolean isLoggedIn() {
        return !token.isEmpty();
    }

    /** Breaks off the call under way, from another thread. */
    public void cancel() {
        http.cancel();
    }

    private PostResult classify(Response response, Wire wire) {
        int status = response.code();
        String problem = "the API answered " + status;
        if (status == 204 && wire.bodyOut()) {
            return new PostResult(Outcome.STORED, "");
        }
        return switch (status) {
            case 401 -> new PostResult(Outcome.UNAUTHORIZED, problem);
            case 403 ->
                new PostResult(Outcome.FORBIDDEN, problem + ": the account in ADMIN_EMAIL may not post reports");
            case 400, 404, 413, 422 -> new PostResult(Outcome.REJECTED, problem);
            case 429 -> new PostResult(Outcome.NOT_APPLIED, problem, throttled(Operation.REPORTS, response, wire));
            default -> {
                if (isRedirect(response)) {
                    yield new PostResult(Outcome.REJECTED, redirection(Operation.REPORTS, response));
                }
                yield wire.bodyOut() || status == 204
                        ? new PostResult(Outcome.IN_DOUBT, problem)
                        : new PostResult(Outcome.NOT_APPLIED, problem + " before it had the reports");
            }
        };
    }

    /** What is made of the body of an answer 200. */
    private interface BodyReader<T> {
        T read(InputStream body) throws IOException, MalformedResponseException;
    }

    private <T> T untilAnswered(
            Operation operation, Supplier<Request.Builder> request, Duration timeout, BodyReader<T> reader)
            throws ApiException {
        Optional<String> givenUp = keepPace(operation);
        for (int tries = 1; givenUp.isEmpty(); tries++) {
            String problem;
            Optional<Duration> throttled = Optional.empty();
            Wire wire = new Wire();
            try (Response response = http.send(request.get(), wire, timeout)) {
                if (response.code() == 200) {
                    return reader.read(response.body().byteStream());
                }
                failIfFinal(operation, response);
                problem = operation.title + " was answered " + response.code();
                throttled = throttled(operation, response, wire);
            } catch (MalformedResponseException e) {
                throw new ApiException(
                        Kind.UNUSABLE,
                        operation.title + " was not answered as the EMPW API does: " + e.getMessage()
                                + ". Check API_BASE_URL");
            } catch (IOException e) {
                problem = operation.title + " failed (" + Http.reason(e) + ")";
            } finally {
                requestEnded(operation);
            }
            givenUp = retryPolicy.beforeRepeating(tries, problem, throttled);
            if (givenUp.isPresent()) {
                throw new ApiException(Kind.UNUSABLE, problem + "; " + givenUp.get());
            }
            givenUp = keepPace(operation);
        }
        throw new ApiException(Kind.UNUSABLE, operation.title + " was not sent: " + givenUp.get());
    }

    private void failIfFinal(Operation operation, Response response) throws ApiException {
        String answered = operation.title + " was answered " + response.code();
        switch (response.code()) {
            case 400 ->
                throw new ApiException(
                        Kind.UNUSABLE,
                        answered
                                + ": the API did not understand it. Check API_BASE_URL, and whether the API has changed");
            case 401 ->
                throw new ApiException(
                        Kind.REFUSED,
                        answered
                                + (operation == Operation.LOGIN
                                        ? ": ADMIN_EMAIL or ADMIN_PASSWORD is wrong"
                                        : ": the API does not accept the token that its login gave"));
            case 403 -> throw new ApiException(Kind.REFUSED, answered + ": the account in ADMIN_EMAIL is no admin");
            case 404 ->
                throw new ApiException(
                        Kind.UNUSABLE,
                        answered + ": there is nothing at " + base.resolve(operation.path)
                                + ". Check the path in API_BASE_URL");
            default -> {
                if (isRedirect(response)) {
                    throw new ApiException(Kind.UNUSABLE, operation.title + ": " + redirection(operation, response));
                }
            }
        }
    }

    private static boolean isRedirect(Response response) {
        return response.code() >= 300 && response.code() <= 399;
    }

    /** Says where the API would have the request go, as the setting that makes it go there. */
    private static String redirection(Operation operation, Response response) {
        String location = response.header("Location");
        HttpUrl target = location == null ? null : response.request().url().resolve(location);
        String answered = "the API answered " + response.code() + ", a redirect";
        if (target == null) {
            return answered + " to nowhere. Check API_BASE_URL";
        }
        String url = target.newBuilder()
                .username("")
                .password("")
                .query(null)
                .fragment(null)
                .build()
                .toString();
        return url.endsWith("/" + operation.path)
                ? answered + ". If that is where your API is, set API_BASE_URL="
                        + Excerpt.shorten(url.substring(0, url.length() - operation.path.length() - 1))
                : answered + " to " + Excerpt.shorten(url) + ". Check API_BASE_URL";
    }

    private Optional<Duration> throttled(Operation operation, Response response, Wire wire) {
        return response.code() != 429
                ? Optional.empty()
                : Optional.of(RetryAfter.wait(
                        wire.retryAfter(), response.header("Date"), clock.instant(), operation.throttleWindow));
    }

    /** Waits while the API would find the run too fast; returns why it did not wait to the end, if so. */
    private Optional<String> keepPace(Operation operation) {
        Duration wait = pace.untilNext(clock.instant());
        if (operation == Operation.LOGIN) {
            Duration loginWait = loginPace.untilNext(clock.instant());
            wait = loginWait.compareTo(wait) > 0 ? loginWait : wait;
        }
        return wait.isNegative() || wait.isZero()
                ? Optional.empty()
                : retryPolicy.pause(wait, "Keeping below the API's limit of requests");
    }

    private void requestEnded(Operation operation) {
        pace.requestEnded(clock.instant());
        if (operation == Operation.LOGIN) {
            loginPace.requestEnded(clock.instant());
        }
    }

    private Request.Builder authorized(Operation operation) {
        return new Request.Builder().url(base.resolve(operation.path)).header("Authorization", "Bearer " + token);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
