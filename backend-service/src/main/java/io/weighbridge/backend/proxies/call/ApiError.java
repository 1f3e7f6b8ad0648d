package io.weighbridge.backend.proxies.call;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.ModelJson;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// An error as OpenAI and Anthropic write it.
///
/// @param status of HTTP
/// @param message for people
/// @param type kind of error
/// @param code what clients go by
/// @param param the field that is wrong, null for none
/// @param headers what goes with it
public record ApiError(
        int status,
        String message,
        String type,
        String code,
        @Nullable String param,
        List<HeaderLine> headers) {
    /// Clients do not try again.
    public static final HeaderLine FINAL = new HeaderLine("x-should-retry", "false");

    public ApiError {
        headers = List.copyOf(headers);
    }

    public static ApiError of(
            int status, String type, String code, String message, HeaderLine... also) {
        return new ApiError(status, message, type, code, null, List.of(also));
    }

    /// A request that is wrong in itself.
    public static ApiError wrong(int status, String code, String message) {
        return of(status, "invalid_request_error", code, message);
    }

    /// Something of ours is broken.
    public static ApiError internal() {
        return of(500, "server_error", "internal_error", "An internal error.");
    }

    /// Not now: worth another try.
    public static ApiError unavailable(int status, String code, String message) {
        return of(status, "server_error", code, message, new HeaderLine("retry-after", "1"));
    }

    public ApiError with(List<HeaderLine> more) {
        List<HeaderLine> all = new ArrayList<>(headers);
        all.addAll(more);
        return new ApiError(status, message, type, code, param, all);
    }

    /// The body, in the form of the API that was called.
    public byte[] json(Endpoint endpoint) {
        return endpoint == Endpoint.MESSAGES ? messagesJson() : json();
    }

    /// The body as Anthropic writes it.
    byte[] messagesJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("type", "error");
        root.putObject("error").put("type", messagesType()).put("message", message);
        return ModelJson.bytes(root);
    }

    private String messagesType() {
        return switch (status) {
            case 400 -> "invalid_request_error";
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> "api_error";
        };
    }

    /// The body as OpenAI writes it.
    public byte[] json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return ModelJson.bytes(root);
    }
}
