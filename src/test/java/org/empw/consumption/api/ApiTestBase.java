package org.empw.consumption.api;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import org.empw.consumption.calculation.ConsumptionReport;
import org.empw.consumption.http.BaseUrl;
import org.empw.consumption.support.VirtualTime;
import org.empw.consumption.waiting.RetryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client that is logged in to a server of the test's. */
abstract class ApiTestBase {
    static final List<ConsumptionReport> REPORTS = List.of(
            new ConsumptionReport("5f1efd8e2514f800017a1fd4", LocalDate.parse("2020-07-28"), new BigDecimal("104")),
            new ConsumptionReport("5f1efd542514f800017a1fcc", LocalDate.parse("2020-07-28"), new BigDecimal("0.25")));

    final MockWebServer server = new MockWebServer();
    final VirtualTime time = new VirtualTime(Instant.parse("2020-07-29T00:30:00Z"));
    ApiClient api;

    @BeforeEach
    void start() throws Exception {
        server.start(InetAddress.getLoopbackAddress(), 0);
        api = client("http://127.0.0.1:" + server.getPort() + "/base/");
        server.enqueue(body("{\"admin\":{\"token\":\"not this\"},\"token\":\"t0ken\"}"));
        api.login();
    }

    @AfterEach
    void end() {
        server.close();
    }

    RetryPolicy retryPolicy() {
        return new RetryPolicy(Duration.ofMinutes(15), time, new Random(1));
    }

    ApiClient client(String url) {
        return new ApiClient(BaseUrl.parse(url), new Account("a@b.c", "p\"w"), retryPolicy());
    }

    static MockResponse body(String text) {
        return new MockResponse.Builder().body(text).build();
    }

    static MockResponse status(int code, String... headers) {
        MockResponse.Builder response = new MockResponse.Builder().code(code);
        for (int i = 0; i < headers.length; i += 2) {
            response.addHeader(headers[i], headers[i + 1]);
        }
        return response.build();
    }

    static MockResponse stored() {
        return new MockResponse.Builder().code(204).headers(Headers.of()).build();
    }
}
