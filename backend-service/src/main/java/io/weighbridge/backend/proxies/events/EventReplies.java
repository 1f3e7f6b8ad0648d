package io.weighbridge.backend.proxies.events;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.ReportReply;
import io.weighbridge.backend.proxies.wire.ModelJson;

import java.util.ArrayList;
import java.util.List;

/// How events are answered: 204 when all were charged; 200 when all were taken, and those named
/// that were not charged now; else a problem (RFC 9457) that names each that was not taken as well.
/// One place that maps it.
final class EventReplies implements EventRequests.Words {
    private static final HeaderLine RETRY_AFTER = new HeaderLine("retry-after", "1");

    EventReplies() {}

    @Override
    public ReportReply of(List<EventAnswer> answers) {
        ArrayNode refused = JsonNodeFactory.instance.arrayNode();
        boolean retry = false;
        for (int i = 0; i < answers.size(); i++) {
            EventAnswer answer = answers.get(i);
            if (answer.outcome() instanceof EventAnswer.Refused each) {
                retry |= each.retry();
                refused.addObject()
                        .put("index", i)
                        .put("source", answer.told().source())
                        .put("id", answer.told().id())
                        .put("code", each.code().name())
                        .put("detail", each.text())
                        .put("retry", each.retry());
            }
        }
        ArrayNode unrated = JsonNodeFactory.instance.arrayNode();
        ArrayNode repeated = JsonNodeFactory.instance.arrayNode();
        listTaken(answers, unrated, repeated);
        int taken = answers.size() - refused.size();
        if (refused.isEmpty()) {
            return unrated.isEmpty() && repeated.isEmpty()
                    ? new ReportReply(204, List.of(), new byte[0])
                    : taken(taken, unrated, repeated);
        }
        ObjectNode body =
                body(
                        retry ? 503 : 400,
                        "events_refused",
                        refused.size() + " of " + answers.size() + " events are not charged.");
        body.put("taken", taken).set("refused", refused);
        body.set("unrated", unrated);
        body.set("repeated", repeated);
        return reply(retry ? 503 : 400, body);
    }

    // One that came before is a repeat, whatever became of it then.
    private static void listTaken(
            List<EventAnswer> answers, ArrayNode unrated, ArrayNode repeated) {
        for (int i = 0; i < answers.size(); i++) {
            EventAnswer answer = answers.get(i);
            if (answer.outcome() instanceof EventAnswer.Taken each) {
                ObjectNode item =
                        each.result().repeated()
                                ? repeated.addObject()
                                : each.isNewlyUnrated() ? unrated.addObject() : null;
                if (item != null) {
                    item.put("index", i)
                            .put("source", answer.told().source())
                            .put("id", answer.told().id())
                            .put("record_id", each.result().recordId().toString())
                            .put("unrated_reason", each.result().unratedReason());
                }
            }
        }
    }

    private static ReportReply taken(int count, ArrayNode unrated, ArrayNode repeated) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("taken", count);
        body.set("unrated", unrated);
        body.set("repeated", repeated);
        List<HeaderLine> headers =
                List.of(
                        new HeaderLine("content-type", "application/json"),
                        new HeaderLine("cache-control", "no-store"));
        return new ReportReply(200, headers, ModelJson.bytes(body));
    }

    @Override
    public ReportReply problem(int status, String code, String text) {
        return reply(status, body(status, code, text));
    }

    private static ObjectNode body(int status, String code, String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("title", code)
                .put("status", status)
                .put("detail", text);
    }

    private static ReportReply reply(int status, ObjectNode body) {
        List<HeaderLine> headers = new ArrayList<>();
        headers.add(new HeaderLine("content-type", "application/problem+json"));
        headers.add(new HeaderLine("cache-control", "no-store"));
        if (status == 503) {
            headers.add(RETRY_AFTER);
        }
        if (status == 401) {
            headers.add(new HeaderLine("www-authenticate", "Bearer"));
        }
        return new ReportReply(status, headers, ModelJson.bytes(body));
    }
}
