package io.weighbridge.backend.demo.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

/// Stripe's no.
final class FakeRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final String code;
    private final String param;
    private final @Nullable ObjectNode payment;

    private FakeRefusal(int status, String type, String code, String param, String message) {
        this(status, type, code, param, message, null);
    }

    private FakeRefusal(
            int status,
            String type,
            String code,
            String param,
            String message,
            @Nullable ObjectNode payment) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
        this.payment = payment;
    }

    /// A bank's no.
    ///
    /// @param payment as it is now
    static FakeRefusal declined(ObjectNode payment) {
        String code = payment.path("last_payment_error").path("code").asText();
        return new FakeRefusal(
                402, "card_error", code, "", "Your card was declined.", payment.deepCopy());
    }

    /// Whether it is kept under the key of its request, as what was begun is.
    boolean isKept() {
        return payment != null;
    }

    static FakeRefusal invalid(String code, String param, String message) {
        return new FakeRefusal(400, "invalid_request_error", code, param, message);
    }

    static FakeRefusal missing(String what, String id) {
        return new FakeRefusal(
                404,
                "invalid_request_error",
                "resource_missing",
                what,
                "No such " + what + ": '" + id + "'");
    }

    static FakeRefusal reused(String key) {
        return new FakeRefusal(
                400,
                "idempotency_error",
                "",
                "",
                "Keys for idempotent requests can only be used with the same parameters they were"
                        + " first used with. Try using a key other than '"
                        + key
                        + "' if you meant to execute a different request.");
    }

    static FakeRefusal unauthorised(String key) {
        return new FakeRefusal(
                401, "invalid_request_error", "", "", "Invalid API Key provided: " + key);
    }

    int status() {
        return status;
    }

    String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode error = root.putObject("error").put("message", String.valueOf(getMessage()));
        error.put("type", type);
        if (!code.isEmpty()) {
            error.put("code", code);
        }
        if (!param.isEmpty()) {
            error.put("param", param);
        }
        if (payment != null) {
            error.set("payment_intent", payment);
            error.put(
                    "decline_code",
                    payment.path("last_payment_error").path("decline_code").asText());
        }
        return root.toPrettyString();
    }
}
