package io.weighbridge.backend.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.weighbridge.backend.payments.provider.Installation;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/// The few fields of Stripe's objects that we look at. What else they have, and what a later
/// version of its API adds, does not matter.
final class StripeJson {
    /// Stands for an amount that is missing.
    static final long NO_AMOUNT = -1;

    /// In the metadata of our sessions and payments: the order's id. Only who has our key can set
    /// it, unlike `client_reference_id`, which a link to a shop's page can bring.
    static final String ORDER = "weighbridge_order";

    /// Beside it: which installation made it. Several may share an account of Stripe.
    static final String INSTALLATION = "weighbridge_installation";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,255}");
    private static final Pattern CURRENCY = Pattern.compile("[a-z]{3}");
    private static final int WORD_LENGTH_MAX = 255;
    private static final ObjectMapper JSON = new ObjectMapper();

    private StripeJson() {}

    /// An object, or a missing node when it is none.
    static JsonNode read(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node != null && node.isObject() ? node : MissingNode.getInstance();
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /// A Stripe id; empty when there is none. Where the object itself stands there, it is this
    /// one's.
    static String id(JsonNode of, String field) {
        JsonNode node = of.path(field);
        String id =
                node.isObject() ? node.path("id").asText() : node.isTextual() ? node.asText() : "";
        return isId(id) ? id : "";
    }

    /// Whether a text can be an id, and so may stand in an address.
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /// One of Stripe's words; empty when there is none.
    static String word(JsonNode of, String field) {
        JsonNode node = of.path(field);
        String word = node.isTextual() ? node.asText() : "";
        return word.length() <= WORD_LENGTH_MAX ? word : "";
    }

    /// An amount in Stripe's units, or [#NO_AMOUNT].
    static long amount(JsonNode of, String field) {
        JsonNode node = of.path(field);
        boolean is = node.isIntegralNumber() && node.canConvertToLong() && node.asLong() >= 0;
        return is ? node.asLong() : NO_AMOUNT;
    }

    /// Upper-case; empty when there is none.
    static String currency(JsonNode of) {
        String word = word(of, "currency");
        return CURRENCY.matcher(word).matches() ? word.toUpperCase(Locale.ROOT) : "";
    }

    /// The installation that made it; empty for one that was made before it was marked.
    static String installation(JsonNode of) {
        return word(of.path("metadata"), INSTALLATION);
    }

    /// Whether another installation made it.
    static boolean isForeign(JsonNode of, Installation ours) {
        return ours.isOther(installation(of), order(of));
    }

    /// Our order's id; empty when it is not of ours.
    static String order(JsonNode of) {
        return word(of.path("metadata"), ORDER);
    }
}
