package org.empw.consumption.api;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.empw.consumption.api.PostResult.Outcome;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.http.Exchange;
import org.empw.consumption.http.HttpResponse;
import org.empw.consumption.http.OneShotHttp;
import org.empw.consumption.http.PermanentException;
import org.empw.consumption.text.Excerpt;
import org.empw.consumption.text.Redactor;
import org.empw.consumption.waiting.GaveUpException;
import org.empw.consumption.waiting.RetryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The EMPW API: its login, its readings, its sensors, its reports. All but reports are asked for again after a failure
 * that may pass; an {@link ApiException} means that the API refuses, or that no usable answer came within the run's
 * waiting. Reports are sent once, and the result says what is certain about them. For one thread, except {@link
 * #cancel}.
 */
public final class ApiClient {
    private static final Logger log = LoggerFactory.getLogger(ApiClient.class);

    private static final byte[] NO_BODY = {};

    private final Account account;
    private final RetryPolicy retryPolicy;
    private final String address;
    private final OneShotHttp http;
    private String token = "";

    public ApiClient(BaseUrl base, Account account, RetryPolicy retryPolicy) {
        this(base, account, retryPolicy, new OneShotHttp(base));
    }

    /** For tests, which bring faults with their HTTP. */
    ApiClient(BaseUrl base, Account account, RetryPolicy retryPolicy, OneShotHttp http) {
        this.address = Excerpt.shorten(base.toString());
        this.account = account;
        this.retryPolicy = retryPolicy;
        this.http = http;
    }

    /** Logs in. The token is kept for the calls that follow. */
    public void login() throws ApiException {
        log.info("Logging in to {}", address);
        token = untilAnswered(Operation.LOGIN, ApiJson.credentials(account), ApiClient::readToken);
        Redactor.add(token);
    }

    /**
     * Fetches the readings of the API's previous day.
     *
     * @param handlers one handler for each try: after a broken answer everything starts over
     * @return the handler that received a whole answer
     */
    public <H extends ReadingsHandler> H readings(Supplier<H> handlers) throws ApiException {
        return readings(handlers, UnaryOperator.identity());
    }

    /** The same, but each answer is read through the stream that {@code copied} makes of it. */
    public <H extends ReadingsHandler> H readings(Supplier<H> handlers, UnaryOperator<InputStream> copied)
            throws ApiException {
        return untilAnswered(Operation.READINGS, NO_BODY, in -> {
            H handler = handlers.get();
            ReadingsParser.parse(copied.apply(in), handler);
            return handler;
        });
    }

    /** The sensors that are registered. */
    public RegisteredSensors registeredSensors() throws ApiException {
        return untilAnswered(Operation.SENSORS, NO_BODY, RegisteredSensors::read);
    }

    /** Sends reports, once. The same reports in the same order carry the same {@code Idempotency-Key}. */
    public PostResult post(List<ConsumptionReport> reports) {
        Instant start = now();
        PostResult result = postOnce(reports);
        if (result.outcome() != Outcome.STORED) {
            retryPolicy.charge(start);
        }
        return result;
    }

    private PostResult postOnce(List<ConsumptionReport> reports) {
        byte[] body = ApiJson.postBody(reports);
        Exchange exchange = new Exchange();
        try (HttpResponse response = send(Operation.REPORTS, body, exchange)) {
            return PostResult.of(response, exchange, now());
        } catch (PermanentException e) {
            return new PostResult(Outcome.FATAL, OneShotHttp.reason(e));
        } catch (IOException e) {
            if (!exchange.bodySent()) {
                return new PostResult(
                        Outcome.NOT_APPLIED, "the reports could not be sent (" + OneShotHttp.reason(e) + ")");
            }
            return exchange.status() == 204 // with a body behind it, which OkHttp does not like
                    ? new PostResult(Outcome.STORED, "")
                    : new PostResult(Outcome.IN_DOUBT, "no answer came (" + OneShotHttp.reason(e) + ")");
        }
    }

    /** Logs in, unless it has already. */
    public void logInOnce() throws ApiException {
        if (token.isEmpty()) {
            login();
        }
    }

    /** Breaks off the call under way, from another thread. */
    public void cancel() {
        http.cancel();
    }

    /** What is made of the body of a response 200. */
    private interface BodyReader<T> {
        T read(InputStream body) throws IOException, MalformedResponseException;
    }

    private <T> T untilAnswered(Operation operation, byte[] json, BodyReader<T> reader) throws ApiException {
        for (int tries = 1; ; tries++) {
            String problem = operation.title + ": ";
            Instant start = now();
            Duration retryAfter = Duration.ZERO;
            try (HttpResponse response = send(operation, json, new Exchange())) {
                if (response.status() == 200) {
                    return reader.read(response.body());
                }
                problem += operation.answered(response);
                operation.throwIfPermanent(response, problem);
                retryAfter = operation.retryAfter(response, tries, now());
            } catch (MalformedResponseException e) {
                String hint = e.isJson ? "" : ". Check API_BASE_URL";
                problem += "the answer is not that of the EMPW API: " + e.getMessage() + hint;
                throw new ApiException(problem, false);
            } catch (IOException e) {
                problem += OneShotHttp.reason(e);
                if (e instanceof PermanentException) {
                    throw new ApiException(problem, false);
                }
            }
            retryPolicy.charge(start);
            try {
                if (operation == Operation.SENSORS && tries == 2) {
                    throw new ApiException(problem, false); // not worth a long wait: the reports are waiting behind it
                }
                retryPolicy.backOff(tries, problem, retryAfter);
            } catch (GaveUpException e) {
                throw new ApiException(problem + "; " + e.getMessage(), false);
            }
        }
    }

    private static String readToken(InputStream in) throws IOException, MalformedResponseException {
        List<String> tokens = new ArrayList<>();
        ApiJson.read(in, "token", ApiJson.MAX_LOGIN_BYTES, tokens::add);
        if (tokens.isEmpty() || !tokens.get(0).matches("[!-~]+")) {
            throw new MalformedResponseException("it holds no usable token", true);
        }
        return tokens.get(0);
    }

    private Instant now() {
        return retryPolicy.time().instant();
    }

    private HttpResponse send(Operation operation, byte[] json, Exchange exchange) throws IOException {
        Map<String, String> headers = Map.of();
        if (operation == Operation.REPORTS) {
            headers = Map.of("Authorization", "Bearer " + token, "Idempotency-Key", sha256(json));
        } else if (operation != Operation.LOGIN) {
            headers = Map.of("Authorization", "Bearer " + token);
        }
        return http.send(operation.path, headers, json, operation.timeout, exchange);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
