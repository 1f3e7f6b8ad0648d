package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.gate.admit.Decision;
import io.weighbridge.backend.limits.LimitReadings;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What clients are told when the gate refuses, or fails: the one place that maps it.
public final class ApiErrors {
    private static final String RATE_LIMIT = "rate_limit_exceeded";

    // What the names of services of tools begin with.
    private static final String TOOL = "mcp/";

    private static final String RETRY_AFTER = "retry-after";

    private ApiErrors() {}

    /// The header that names the reason of a refusal, from the gate's closed list.
    public static final String REASON = "x-weighbridge-reason";

    /// A refused call.
    public static ApiError of(Decision.Refused refused, String model) {
        List<HeaderLine> headers = new ArrayList<>();
        LimitReadings limits = refused.limits();
        if (limits != null) {
            headers.addAll(LimitHeaders.of(limits));
        }
        ApiError error = of(refused.reason(), model);
        if (error.status() == 429 && !error.headers().contains(ApiError.FINAL)) {
            headers.addAll(retryAfter(refused.retryAfterMs()));
        }
        return error.with(headers);
    }

    // A call at the same time may end at any moment.
    private static List<HeaderLine> retryAfter(long retryAfterMs) {
        long ms = Math.max(1, retryAfterMs);
        return List.of(
                new HeaderLine(RETRY_AFTER, Long.toString(Math.ceilDiv(ms, 1_000L))),
                new HeaderLine("retry-after-ms", Long.toString(ms)));
    }

    /// Why a call may not be made, or not go on.
    public static ApiError of(RefusalReason reason, String model) {
        return told(reason, model).with(List.of(new HeaderLine(REASON, code(shown(reason)))));
    }

    // Whether there is a service that a key may not use is not its matter.
    private static RefusalReason shown(RefusalReason reason) {
        return switch (reason) {
            case SERVICE_DISABLED, SERVICE_NOT_IN_SCOPE -> RefusalReason.UNKNOWN_SERVICE;
            default -> reason;
        };
    }

    private static ApiError told(RefusalReason reason, String model) {
        String text = sentence(reason);
        return switch (reason) {
            case MALFORMED_KEY, UNKNOWN_KEY, REVOKED_KEY, EXPIRED_KEY, ROTATED_KEY ->
                    ApiError.wrong(401, "invalid_api_key", "Incorrect API key provided: " + text);
            case ACCOUNT_SUSPENDED, ADDRESS_NOT_ALLOWED, BLOCKED_KEY ->
                    ApiError.of(403, "permission_error", code(reason), text, ApiError.FINAL);
            case UNKNOWN_SERVICE, SERVICE_DISABLED, SERVICE_NOT_IN_SCOPE ->
                    ApiError.wrong(
                            404,
                            "model_not_found",
                            (model.startsWith(TOOL) ? "The tool `" : "The model `")
                                    + model
                                    + "` does not exist or you do not have access to it.");
            case INSUFFICIENT_CREDIT, KEY_CREDIT_LIMIT ->
                    ApiError.of(
                            402, "insufficient_quota", "insufficient_quota", text, ApiError.FINAL);
            case REQUESTS_PER_MINUTE, CONCURRENT_CALLS ->
                    ApiError.of(429, "requests", RATE_LIMIT, text);
            case TOKENS_PER_MINUTE -> ApiError.of(429, "tokens", RATE_LIMIT, text);
            // It never fits, so it is no 429, which clients send again.
            case ABOVE_TOKEN_LIMIT ->
                    ApiError.wrong(
                            400,
                            "context_length_exceeded",
                            text + " Waiting does not help; a smaller call does.");
            case UNPRICED ->
                    ApiError.of(503, "server_error", "model_unpriced", text, ApiError.FINAL);
            case DUPLICATE_REQUEST, OUTPUT_LIMIT ->
                    ApiError.of(500, "server_error", code(reason), text);
        };
    }

    private static String sentence(RefusalReason reason) {
        String text = reason.text();
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private static String code(RefusalReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    /// What is between the model server and the operator, and not the client's matter: the
    /// operator's key, credit and limits there, or a redirection.
    ///
    /// @return null for an error that the client is to see as it is
    public static @Nullable ApiError ofOperator(int status, List<HeaderLine> headers) {
        if (status == 429) {
            ApiError busy =
                    ApiError.of(
                            503, "server_error", "upstream_busy", "The model server is too busy.");
            return busy.with(waiting(headers));
        }
        boolean isOperators =
                switch (status) {
                    case 401, 402, 403, 407 -> true;
                    default -> status < 400;
                };
        return isOperators
                ? ApiError.of(
                        502,
                        "server_error",
                        "upstream_refused",
                        "The model server refused the gateway; its operator can see why.",
                        ApiError.FINAL)
                : null;
    }

    /// What is between a provider and a customer who calls it with a key of their own. In our
    /// words: the provider's may show parts of the key.
    ///
    /// @return null for an error that the client is to see as it is
    public static @Nullable ApiError ofProvider(
            String provider, int status, List<HeaderLine> headers) {
        String refused =
                "The provider "
                        + provider
                        + " refused the call with your account's own key ("
                        + status
                        + "); your account there says why.";
        return switch (status) {
            case 401 ->
                    ApiError.of(
                            401,
                            "invalid_request_error",
                            "upstream_key_refused",
                            refused,
                            ApiError.FINAL);
            case 403 ->
                    ApiError.of(
                            403,
                            "permission_error",
                            "upstream_key_refused",
                            refused,
                            ApiError.FINAL);
            case 402 ->
                    ApiError.of(
                            402, "insufficient_quota", "upstream_quota", refused, ApiError.FINAL);
            case 429 ->
                    ApiError.of(429, "requests", "upstream_rate_limit", refused)
                            .with(waiting(headers));
            default -> ofOperator(status, headers);
        };
    }

    /// An error of a provider that cannot be told as it is.
    public static ApiError untold(String provider) {
        return ApiError.of(
                502,
                "server_error",
                "upstream_refused",
                "The provider " + provider + " answered an error that cannot be shown.",
                ApiError.FINAL);
    }

    // What the model server says of when to come again.
    private static List<HeaderLine> waiting(List<HeaderLine> headers) {
        return headers.stream()
                .filter(h -> h.name().toLowerCase(Locale.ROOT).startsWith(RETRY_AFTER))
                .toList();
    }

    /// A fault of the gate's, or a wrong field.
    public static ApiError of(Fault fault) {
        return switch (fault.code().kind()) {
            case INVALID -> ApiError.wrong(400, "invalid_value", fault.text());
            case UNAVAILABLE -> ApiError.unavailable(503, "gate_unavailable", fault.text());
            default -> ApiError.internal();
        };
    }
}
