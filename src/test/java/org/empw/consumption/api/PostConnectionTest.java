package org.empw.consumption.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect.CloseSocket;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.empw.consumption.api.PostResult.Outcome;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.http.OneShotHttp;
import org.empw.consumption.support.Fault;
import org.junit.jupiter.api.Test;

/** The connection that a POST goes over: which it uses, and that it goes once whatever becomes of it. */
class PostConnectionTest extends ApiTestBase {
    @Test
    void isInDoubtWhenTheServerClosesAPooledConnectionUponThePost() {
        int before = server.getRequestCount();
        server.enqueue(
                new MockResponse.Builder().onResponseStart(new CloseSocket()).build());
        server.enqueue(stored());
        assertEquals(Outcome.IN_DOUBT, api.post(REPORTS).outcome());
        assertEquals(before + 1, server.getRequestCount());
    }

    @Test
    void replacesAConnectionThatTheServerHadClosedBeforeAtOnce() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body("[]")
                .onResponseEnd(new CloseSocket())
                .build());
        api.readings(RecordedReadings::new);
        Thread.sleep(50); // until the end of the connection has arrived
        int before = server.getRequestCount();
        server.enqueue(stored());
        assertEquals(Outcome.STORED, api.post(REPORTS).outcome());
        assertEquals(before + 1, server.getRequestCount());
        assertEquals(List.of(), time.waits());
    }

    @Test
    void usesNoConnectionTwiceAfterADoubtOnAUsedOne() throws Exception {
        server.enqueue(
                new MockResponse.Builder().onResponseStart(new CloseSocket()).build());
        assertEquals(Outcome.IN_DOUBT, api.post(REPORTS).outcome());
        server.takeRequest();
        assertEquals(1, server.takeRequest().getExchangeIndex());
        for (int i = 0; i < 3; i++) {
            server.enqueue(stored());
            assertEquals(Outcome.STORED, api.post(REPORTS).outcome());
            assertEquals(0, server.takeRequest().getExchangeIndex());
        }
    }

    @Test
    void usesAConnectionAgainAfterARefusalOrAnAnswerOfAnyKind() throws Exception {
        server.takeRequest();
        for (int status : new int[] {500, 400, 204}) {
            server.enqueue(status == 204 ? stored() : status(status));
            api.post(REPORTS);
            assertTrue(server.takeRequest().getExchangeIndex() > 0);
        }
    }

    @Test
    void sendsABodyOnceEvenWithOkHttpsOwnRepetitionsOn() {
        OkHttpClient eager = OneShotHttp.client(false)
                .newBuilder()
                .retryOnConnectionFailure(true)
                .followRedirects(true)
                .followSslRedirects(true)
                .build();
        ApiClient client = client(server.getPort(), eager);
        for (int status : new int[] {307, 308, 408, 503}) {
            int before = server.getRequestCount();
            server.enqueue(status(status, "Location", "/x", "Retry-After", "0"));
            client.post(REPORTS);
            assertEquals(before + 1, server.getRequestCount(), "after " + status);
        }
        int before = server.getRequestCount();
        server.enqueue(
                new MockResponse.Builder().onResponseStart(new CloseSocket()).build());
        assertEquals(Outcome.IN_DOUBT, client.post(REPORTS).outcome());
        assertEquals(before + 1, server.getRequestCount());
    }

    @Test
    void sendsAPostOnceToAHostWithTwoAddresses() throws Exception {
        Dns twoAddresses =
                host -> List.of(InetAddress.getLoopbackAddress(), InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
        try (MockWebServer both = new MockWebServer()) {
            both.start(InetAddress.getByName("0.0.0.0"), 0);
            ApiClient client = client(
                    both.getPort(),
                    OneShotHttp.client(false).newBuilder().dns(twoAddresses).build());
            both.enqueue(new MockResponse.Builder()
                    .onResponseStart(new CloseSocket())
                    .build());
            both.enqueue(stored());
            assertEquals(Outcome.IN_DOUBT, client.post(REPORTS).outcome());
            assertEquals(1, both.getRequestCount());
        }
    }

    @Test
    void knowsThatAConnectionThatBreaksUnderALargeBodyDeliveredNothing() {
        for (Fault.FailsAt failsAt :
                List.of(Fault.FailsAt.CONNECTING, Fault.FailsAt.SENDING_HEADERS, Fault.FailsAt.SENDING_BODY)) {
            ApiClient client = new FaultyConnector(() -> failsAt)
                    .connect(
                            BaseUrl.parse("http://127.0.0.1:" + server.getPort()),
                            new Account("a", "b"),
                            retryPolicy());
            List<ConsumptionReport> many = Collections.nCopies(2_000, REPORTS.get(0));
            assertEquals(Outcome.NOT_APPLIED, client.post(many).outcome(), failsAt.name());
            assertEquals(Outcome.NOT_APPLIED, client.post(REPORTS).outcome(), failsAt.name());
        }
    }

    private ApiClient client(int port, OkHttpClient okHttp) {
        BaseUrl base = BaseUrl.parse("http://localhost:" + port);
        return new ApiClient(base, new Account("a", "b"), retryPolicy(), new OneShotHttp(base, okHttp));
    }
}
