package org.empw.consumption.jar;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real browser without a window: Chromium, driven over ChromeDriver's HTTP interface. */
final class Browser implements AutoCloseable {
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String url;
    private final String session;

    Browser(Path profile) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        driver = new ProcessBuilder(DRIVER.toString(), "--port=" + port, "--silent")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        url = "http://127.0.0.1:" + port;
        Map<String, Object> chrome = Map.of(
                "args",
                List.of(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--window-size=1200,900",
                        "--user-data-dir=" + profile));
        session = "/session/"
                + awaitSession(Map.of(
                        "capabilities",
                        Map.of("alwaysMatch", Map.of("browserName", "chrome", "goog:chromeOptions", chrome))));
    }

    static boolean isInstalled() {
        return Files.isExecutable(DRIVER);
    }

    void open(Path page) throws Exception {
        post(session + "/url", Map.of("url", page.toUri().toString()));
    }

    /** What a piece of JavaScript returns. */
    JsonNode evaluate(String script) throws Exception {
        return post(session + "/execute/sync", Map.of("script", "return " + script, "args", List.of()));
    }

    void preferDark() throws Exception {
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    }

    /** Shows the page as it is printed. */
    void showPrinted(boolean printed) throws Exception {
        command("Emulation.setEmulatedMedia", Map.of("media", printed ? "print" : ""));
    }

    /** Shows the page on a screen of that width. */
    void resize(int width) throws Exception {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", true));
    }

    /** On how many sheets of A4 the page is printed. */
    int printedPages() throws Exception {
        JsonNode printed = command("Page.printToPDF", Map.of("paperWidth", 8.27, "paperHeight", 11.69));
        byte[] pdf = Base64.getDecoder().decode(printed.path("data").asString());
        return new String(pdf, StandardCharsets.ISO_8859_1).split("/Type /Page\\b(?!s)", -1).length - 1;
    }

    private JsonNode command(String name, Map<String, ?> parameters) throws Exception {
        return post(session + "/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
    }

    @Override
    public void close() throws Exception {
        http.send(
                HttpRequest.newBuilder(URI.create(url + session)).DELETE().build(),
                HttpResponse.BodyHandlers.discarding());
        driver.destroy();
    }

    private String awaitSession(Map<String, Object> capabilities) throws Exception {
        for (int tries = 0; ; tries++) {
            try {
                return post("/session", capabilities).path("sessionId").asString();
            } catch (IOException e) {
                if (tries == 100) {
                    throw e;
                }
                Thread.sleep(100); // the driver is still starting
            }
        }
    }

    private JsonNode post(String path, Map<String, ?> body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body()).path("value");
    }
}
