package io.weighbridge.backend.proxies.forwardauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.gate.settle.SettleCall;
import io.weighbridge.backend.gate.settle.SettleResult;
import io.weighbridge.backend.gate.settle.Settling;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.BearerKey;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.LateBody;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.model.ErrorCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes reports of what calls used, many at once: each item has its own answer, and one that comes
/// twice is charged once. Waits on the caller's thread. Safe for sharing.
final class UsageReports {
    private static final Logger LOG = LoggerFactory.getLogger(UsageReports.class);
    private static final int ITEMS_MAX = 1_000;
    private static final long WAIT_S = 60;

    private final ForwardAuthSettings settings;
    private final Authenticator authenticator;
    private final Settling settling;

    UsageReports(ForwardAuthSettings settings, Authenticator authenticator, Settling settling) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.settling = settling;
    }

    /// Takes a report.
    ///
    /// @throws IOException when it does not come
    ProxyReply take(List<HeaderLine> headers, LateBody body) throws IOException {
        if (!settings.takesReports()) {
            return ProxyReply.of(
                    ApiError.wrong(
                            403,
                            "certificate_required",
                            "Proxies must show a certificate here: report over gRPC."));
        }
        BearerKey bearer = BearerKey.of(headers);
        if (bearer.error() != null) {
            return ProxyReply.of(bearer.error());
        }
        try {
            if (!(authenticator.authenticate(bearer.key()) instanceof Caller.Proxy proxy)) {
                return ProxyReply.of(
                        ApiError.wrong(
                                403, "permission_denied", "Only a proxy's credential may report."));
            }
            byte[] bytes = body.read(settings.reportBytesMax());
            return bytes.length > settings.reportBytesMax() ? tooLong() : take(bytes, proxy.name());
        } catch (Fault fault) {
            return ProxyReply.of(
                    fault.code().kind() == ErrorCode.Kind.UNAUTHENTICATED
                            ? ApiError.wrong(401, "unauthenticated", fault.text())
                            : ApiErrors.of(fault));
        }
    }

    private ProxyReply tooLong() {
        return ProxyReply.of(
                ApiError.wrong(
                        413,
                        "request_too_large",
                        "A report has at most " + settings.reportBytesMax() + " bytes."));
    }

    private ProxyReply take(byte[] bytes, String proxy) throws IOException {
        JsonNode items;
        try {
            items = ModelJson.strict(bytes);
        } catch (JsonProcessingException e) {
            return ProxyReply.of(
                    ApiError.wrong(400, "invalid_json", "A report is JSON: a list of items."));
        }
        if (!items.isArray() || items.isEmpty() || items.size() > ITEMS_MAX) {
            return ProxyReply.of(
                    ApiError.wrong(
                            400, "invalid_report", "A report is a list of 1 to 1000 items."));
        }
        List<CompletableFuture<ObjectNode>> answers = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            answers.add(settle(item, proxy));
        }
        await(answers);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("items");
        for (CompletableFuture<ObjectNode> answer : answers) {
            all.add(answer.getNow(unanswered()));
        }
        return ProxyReply.json(200, List.of(), ProxyReply.text(ModelJson.bytes(root)));
    }

    // For all of them together; what has no answer then may be reported again.
    private static void await(List<CompletableFuture<ObjectNode>> answers) {
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .get(WAIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("a report has no whole answer: {}", e.toString());
        }
    }

    private static ObjectNode unanswered() {
        return error(Fault.of(ErrorCode.BUSY, "the ledger has not answered; report it again"));
    }

    private CompletableFuture<ObjectNode> settle(JsonNode item, String proxy) {
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        try {
            ReportedCall call = ReportedCall.of(item);
            if (call.settlement() == null) {
                settling.release(
                        call.holdId(),
                        call.requestId(),
                        "reported as not served",
                        proxy,
                        new ItemReply<>(answer, UsageReports::released));
            } else {
                settling.settle(
                        new SettleCall(
                                call.holdId(),
                                call.requestId(),
                                call.settlement(),
                                call.model(),
                                proxy),
                        new ItemReply<>(answer, UsageReports::settled));
            }
        } catch (Fault fault) {
            answer.complete(error(fault));
        }
        return answer;
    }

    private static ObjectNode settled(SettleResult result) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("result", result.unrated() ? "unrated" : "settled")
                .put("request_id", result.recordId().toString())
                .put("charge_nanos", result.chargeNanos())
                .put("overrun_nanos", result.overrunNanos())
                .put("repeated", result.repeated())
                .put("model_differs", result.modelDiffers());
    }

    private static ObjectNode released(boolean wasOpen) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("result", "released")
                .put("repeated", !wasOpen);
    }

    /// What went wrong with an item, and whether it is worth reporting again.
    static ObjectNode error(Fault fault) {
        if (fault.code() == ErrorCode.INTERNAL) {
            LOG.error("a report's item failed: {}", fault.logText(), fault);
        }
        boolean retry =
                switch (fault.code().kind()) {
                    case UNAVAILABLE, INTERNAL -> true;
                    default -> false;
                };
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("result", "error");
        item.putObject("error")
                .put("code", fault.code().name())
                .put("message", fault.text())
                .put("retry", retry);
        return item;
    }
}
