package io.weighbridge.backend.cli.importing;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells of usage at a service's port for events.
final class EventsClientHttp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();
    private final URI events;
    private final String token;

    /// What came of a batch.
    sealed interface Answer {
        /// What came of those that are not charged now, by their place; the others are.
        record Read(Map<Integer, NotCharged> others) implements Answer {}

        /// To be told again.
        record NotNow(String why) implements Answer {}

        /// Nothing is taken from here.
        record No(String why) implements Answer {}
    }

    /// Why a call of a batch is not charged now.
    sealed interface NotCharged {
        /// It is not taken.
        record Refused(String why) implements NotCharged {}

        /// It is taken, and nobody knows yet what it costs.
        record Unrated(String why) implements NotCharged {}

        /// It was told before.
        record Repeated() implements NotCharged {}
    }

    /// @param service such as `http://127.0.0.1:7448`
    EventsClientHttp(URI service, String token) {
        this.events = service.resolve("/events");
        this.token = token;
    }

    /// Tells of a batch.
    ///
    /// @param most how long to wait for an answer
    Answer tell(List<ObjectNode> batch, Duration most) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(events)
                        .timeout(most.compareTo(PATIENCE) < 0 ? most : PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/cloudevents-batch+json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        batch.toString(), StandardCharsets.UTF_8))
                        .build();
        try {
            return answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return new Answer.NotNow(
                    events + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 204) {
            return new Answer.Read(Map.of());
        }
        JsonNode answer = json(response.body());
        if (status == 200) {
            return new Answer.Read(others(answer));
        }
        String why = status + " " + answer.path("detail").asText();
        if (status == 503) {
            return new Answer.NotNow(why);
        }
        return status == 400 && answer.path("refused").isArray()
                ? new Answer.Read(others(answer))
                : new Answer.No(why);
    }

    private static Map<Integer, NotCharged> others(JsonNode answer) {
        Map<Integer, NotCharged> others = new HashMap<>();
        for (JsonNode each : answer.path("refused")) {
            String why = each.path("code").asText() + ": " + each.path("detail").asText();
            others.put(each.path("index").asInt(), new NotCharged.Refused(why));
        }
        for (JsonNode each : answer.path("unrated")) {
            String why =
                    each.path("unrated_reason").asText()
                            + " (record "
                            + each.path("record_id").asText()
                            + ")";
            others.put(each.path("index").asInt(), new NotCharged.Unrated(why));
        }
        for (JsonNode each : answer.path("repeated")) {
            others.put(each.path("index").asInt(), new NotCharged.Repeated());
        }
        return others;
    }

    private static JsonNode json(String body) {
        try {
            return ModelJson.ANSWERS.readTree(body);
        } catch (JsonProcessingException e) {
            return ModelJson.ANSWERS.missingNode();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
