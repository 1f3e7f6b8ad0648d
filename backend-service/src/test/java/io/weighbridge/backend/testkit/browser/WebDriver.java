package io.weighbridge.backend.testkit.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.testkit.HttpCaller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// The W3C WebDriver protocol: commands to a driver that listens on this machine. It knows one
/// session.
final class WebDriver implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpCaller http = new HttpCaller();
    private final int port;
    private String session = "";

    WebDriver(int port) {
        this.port = port;
    }

    /// Opens the session.
    void open(ObjectNode capabilities) {
        ObjectNode wish = JSON.createObjectNode();
        wish.putObject("capabilities").set("alwaysMatch", capabilities);
        session = "/session/" + post("/session", wish).path("sessionId").asText();
    }

    /// Sends a command.
    ///
    /// @param path after the session's
    /// @throws IllegalStateException when it was not done, with the driver's words
    JsonNode post(String path, JsonNode body) {
        return value(
                http.send(
                        HttpCaller.to(port, session + path)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))));
    }

    /// Asks for something.
    JsonNode get(String path) {
        return value(http.send(HttpCaller.to(port, session + path).GET()));
    }

    private static JsonNode value(HttpResponse<String> answer) {
        try {
            JsonNode value = JSON.readTree(answer.body()).path("value");
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        value.path("error").asText() + ": " + value.path("message").asText());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (!session.isEmpty()) {
            var _ = http.send(HttpCaller.to(port, session).DELETE());
        }
        http.close();
    }
}
