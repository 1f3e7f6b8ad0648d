package io.weighbridge.backend.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.proxies.wire.ModelJson;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/// Tells of usage at a service's port for events.
final class EventsClientHttp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI events;
    private final String token;

    /// What came of a batch.
    sealed interface Answer {
        /// Those that are not charged are listed, by their place; the others are.
        record Read(TreeMap<Integer, String> refused) implements Answer {}

        /// To be told again.
        record NotNow(String why) implements Answer {}

        /// Nothing is taken from here.
        record No(String why) implements Answer {}
    }

    /// @param service such as `http://127.0.0.1:7448`
    EventsClientHttp(URI service, String token) {
        this.events = service.resolve("/events");
        this.token = token;
    }

    Answer tell(List<ObjectNode> batch) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(events)
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/cloudevents-batch+json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        batch.toString(), StandardCharsets.UTF_8))
                        .build();
        try {
            return answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return new Answer.NotNow(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 204) {
            return new Answer.Read(new TreeMap<>());
        }
        JsonNode problem = problem(response.body());
        String why = status + " " + problem.path("detail").asText();
        if (status == 503) {
            return new Answer.NotNow(why);
        }
        if (status != 400 || !problem.path("refused").isArray()) {
            return new Answer.No(why);
        }
        TreeMap<Integer, String> refused = new TreeMap<>();
        for (JsonNode each : problem.path("refused")) {
            refused.put(
                    each.path("index").asInt(),
                    each.path("code").asText() + ": " + each.path("detail").asText());
        }
        return new Answer.Read(refused);
    }

    private static JsonNode problem(String body) {
        try {
            return ModelJson.ANSWERS.readTree(body);
        } catch (JsonProcessingException e) {
            return ModelJson.ANSWERS.missingNode();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
