package org.empw.consumption.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small EMPW API on this machine, so that the whole job can be seen at work without an account: one admin, the
 * readings of two sensors, and a store for their reports.
 */
public final class SampleApi implements AutoCloseable {
    public static final String EMAIL = "admin@example.com";
    public static final String PASSWORD = "demo";

    private static final String TOKEN = "demo-token";
    private static final Pattern REPORT = Pattern.compile("\\{[^{}]*}");

    private final HttpServer server;
    private final List<String> stored = new ArrayList<>();

    /** Starts on a free port of the loopback interface. */
    public SampleApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the loopback interface cannot be used", e);
        }
        server.createContext("/admins/login", this::logIn);
        server.createContext("/consumption_data", this::readings);
        server.createContext("/consumption_reports", this::store);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The reports that were posted, each as the JSON object that came. */
    public synchronized List<String> stored() {
        return List.copyOf(stored);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void logIn(HttpExchange exchange) throws IOException {
        String credentials = body(exchange);
        boolean known = credentials.contains('"' + EMAIL + '"') && credentials.contains('"' + PASSWORD + '"');
        answer(
                exchange,
                known ? 200 : 401,
                known ? "{\"token\":\"" + TOKEN + "\"}" : "{\"message\":\"invalid credentials\"}");
    }

    private void readings(HttpExchange exchange) throws IOException {
        if (isAuthorized(exchange)) {
            try (InputStream readings = SampleApi.class.getResourceAsStream("readings.json")) {
                answer(exchange, 200, new String(readings.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    private synchronized void store(HttpExchange exchange) throws IOException {
        if (isAuthorized(exchange)) {
            Matcher reports = REPORT.matcher(body(exchange));
            while (reports.find()) {
                stored.add(reports.group());
            }
            answer(exchange, 204, "");
        }
    }

    private static boolean isAuthorized(HttpExchange exchange) throws IOException {
        boolean authorized =
                ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!authorized) {
            answer(exchange, 401, "{\"message\":\"Invalid token\"}");
        }
        return authorized;
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
