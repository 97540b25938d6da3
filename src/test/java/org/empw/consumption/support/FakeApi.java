package org.empw.consumption.support;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.empw.consumption.support.Fault.Answer;
import org.empw.consumption.support.Fault.Applied;
import org.empw.consumption.support.Faults.Which;

/**
 * The EMPW API as it behaves, over real HTTP: it stores every report that it is sent as often as it is sent, throttles
 * by windows aligned to the clock, and goes wrong where it is told to.
 */
public final class FakeApi implements AutoCloseable {
    public static final String EMAIL = "admin@empw.example";
    public static final String PASSWORD = "pässword \"1\" \\ #";
    public static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.token-of-the-fake";

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    /** It is turned off: it only tells of connections without a request, such as those of a killed client. */
    private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

    private final MockWebServer server = new MockWebServer();
    private final InstantSource clock;
    private final List<RecordedRequest> requests = new ArrayList<>();
    private final Faults faults = new Faults();
    private final Throttle throttle;
    private final HealthyApi healthy = new HealthyApi();
    private boolean unlimited;

    public FakeApi(InstantSource clock) throws IOException {
        this.clock = clock;
        throttle = new Throttle(clock);
        SERVER_LOG.setLevel(Level.OFF);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** The environment of a run against this API. */
    public Map<String, String> environment() {
        return new HashMap<>(Map.of("API_BASE_URL", url(), "ADMIN_EMAIL", EMAIL, "ADMIN_PASSWORD", PASSWORD));
    }

    public synchronized FakeApi readings(String json) {
        healthy.readings = json;
        return this;
    }

    /** What {@code GET /sensors} answers; 500 when empty. */
    public synchronized FakeApi sensors(String json) {
        healthy.sensors = json;
        return this;
    }

    /**
     * The POST of reports of this number, counted from 1, is answered so, and nothing of it applied. Where several
     * faults fit a request, asked for in this and the following ways, it fails with the last one.
     */
    public FakeApi failPost(int number, Answer answer) {
        return failPost(number, Fault.answering(answer));
    }

    public synchronized FakeApi failPost(int number, Fault fault) {
        faults.add(Which.post(number), call -> fault);
        return this;
    }

    /** The POST of reports of this number is applied so far, and not answered. */
    public FakeApi losePost(int number, Applied applied) {
        return failPost(number, Fault.losing(applied));
    }

    /** Each request of this kind is answered so, and nothing of it applied. */
    public FakeApi failEach(Call call, Answer answer) {
        return failEach(call, Fault.answering(answer));
    }

    public synchronized FakeApi failEach(Call call, Fault fault) {
        faults.add(Which.each(call), any -> fault);
        return this;
    }

    /** Each request of these kinds is answered so until then, and nothing of it applied. */
    public synchronized FakeApi failUntil(Instant end, Answer answer, Call... calls) {
        faults.add(
                (call, post) -> List.of(calls).contains(call) && clock.instant().isBefore(end),
                call -> Fault.answering(answer));
        return this;
    }

    /** Each request fails as {@code schedule} says, and in no way that was asked for before. */
    public synchronized FakeApi faults(Function<Call, Fault> schedule) {
        recover();
        faults.add((call, post) -> true, schedule);
        return this;
    }

    /** When the POST of reports of this number has arrived, this happens before it is applied. */
    public synchronized FakeApi onPost(int number, Runnable work) {
        faults.add(Which.post(number), work);
        return this;
    }

    /** When a request of this kind has arrived, this happens before it is applied. */
    public synchronized FakeApi onEach(Call call, Runnable work) {
        faults.add(Which.each(call), work);
        return this;
    }

    /** From now on all is well. */
    public synchronized FakeApi recover() {
        faults.clear();
        return this;
    }

    /** Does not throttle, as a process test in real time could not wait for it. */
    public FakeApi unlimited() {
        unlimited = true;
        return this;
    }

    /** For each report, as {@code sensor date consumption}, how often it is stored. */
    public synchronized Map<String, Integer> stored() {
        return new LinkedHashMap<>(healthy.stored);
    }

    public synchronized List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    /** The method and path of each request that arrived whole. */
    public synchronized List<String> calls() {
        List<String> calls = new ArrayList<>();
        for (RecordedRequest request : requests) {
            calls.add(request.getMethod() + " " + request.getTarget());
        }
        return calls;
    }

    /** How many POSTs of reports have arrived. */
    public synchronized int posts() {
        return faults.posts();
    }

    /** Clears what was stored and counted, for a test that starts afresh with the same server. */
    public synchronized void reset() {
        healthy.stored.clear();
        requests.clear();
        throttle.reset();
        faults.clear();
        faults.resetCount();
    }

    @Override
    public void close() {
        server.close();
    }

    private synchronized MockResponse answer(RecordedRequest request) {
        requests.add(request);
        Call call = Call.of(request.getTarget());
        Fault fault = faults.arrived(call);
        MockResponse.Builder answer =
                throttle.isTooMany(call) && !unlimited ? throttled() : healthy.answer(call, request, fault.applied());
        answer.addHeader("Date", HTTP_DATE.format(clock.instant()));
        return fault.answer().disturb(answer);
    }

    private static MockResponse.Builder throttled() {
        return new MockResponse.Builder().code(429).body("Retry later\n");
    }
}
