package org.empw.consumption.support;

import java.util.LinkedHashMap;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import org.empw.consumption.support.Fault.Applied;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the EMPW API stores and answers while nothing goes wrong. */
final class HealthyApi {
    private static final JsonMapper JSON = new JsonMapper();

    /** For each report, as {@code sensor date consumption}, how often it is stored. */
    final Map<String, Integer> stored = new LinkedHashMap<>();

    String readings = "[]";
    String sensors = "";

    /** Applies so much of a request, and answers it. */
    MockResponse.Builder answer(Call call, RecordedRequest request, Applied some) {
        boolean authorized =
                ("Bearer " + FakeApi.TOKEN).equals(request.getHeaders().get("Authorization"));
        if (call == Call.LOGIN) {
            JsonNode credentials = JSON.readTree(request.getBody().utf8());
            // Without a phone number the API takes the first admin, whatever the email says.
            boolean named = credentials.path("phone_number").isString();
            boolean known = (!named
                            || FakeApi.EMAIL.equals(credentials.path("email").asString("")))
                    && FakeApi.PASSWORD.equals(credentials.path("password").asString(""));
            return known
                    ? json(
                            200,
                            "{\"admin\":{\"_id\":\"1\",\"email\":\"" + FakeApi.EMAIL + "\"},\"token\":\""
                                    + FakeApi.TOKEN + "\"}")
                    : json(401, "{\"message\":\"invalid credentials\"}");
        }
        if (!authorized) {
            return json(401, "{\"message\":\"Invalid token\"}");
        }
        if (call == Call.READINGS) {
            return json(200, readings);
        }
        if (call == Call.SENSORS) {
            return json(sensors.isEmpty() ? 500 : 200, sensors);
        }
        JsonNode reports = JSON.readTree(request.getBody().utf8()).path("reports");
        int applied = some.of(reports.size());
        for (int i = 0; i < applied; i++) {
            JsonNode report = reports.get(i);
            stored.merge(
                    report.path("sensor_id").asString() + " "
                            + report.path("date").asString() + " "
                            + report.path("consumption").decimalValue().toPlainString(),
                    1,
                    Integer::sum);
        }
        return new MockResponse.Builder().code(204).headers(Headers.of());
    }

    private static MockResponse.Builder json(int code, String body) {
        return new MockResponse.Builder()
                .code(code)
                .addHeader("Content-Type", "application/json; charset=utf-8")
                .chunkedBody(body, 1000);
    }
}
