package io.weighbridge.backend.payments.btcpay;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/// An invoice as the server has it.
///
/// @param orderId from its metadata; empty for none
/// @param seal of who made it, as [BtcpaySeal]; empty for none
/// @param installation that made it; empty for one from before it was marked
/// @param amount that is to be paid
/// @param createdS seconds since 1970, as the next two
/// @param expiresS when its rate ends
/// @param monitoredS when the server looks for payments no more
/// @param isMarked whether a person set its status by hand
record BtcpayInvoice(
        String id,
        String storeId,
        String orderId,
        String seal,
        String installation,
        BigDecimal amount,
        String currency,
        long createdS,
        long expiresS,
        long monitoredS,
        Status status,
        boolean isMarked,
        boolean isArchived) {
    /// The field of its metadata that names the installation. Several may share a store.
    static final String INSTALLATION = "weighbridgeInstallation";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final long SECONDS_MAX = 1L << 40;

    /// The server's words for how far it is.
    enum Status {
        NEW,
        PROCESSING,
        EXPIRED,
        INVALID,
        SETTLED
    }

    /// Whether a text can be the id of an invoice: it goes into a path.
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /// Reads one.
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE when it is none that can be understood
    static BtcpayInvoice read(JsonNode json) {
        String id = json.path("id").asText();
        if (!isId(id)) {
            throw BtcpayFault.unavailable("an answer that is no invoice", "Greenfield API 1");
        }
        return new BtcpayInvoice(
                id,
                json.path("storeId").asText(),
                json.path("metadata").path("orderId").asText(""),
                json.path("metadata").path(BtcpaySeal.FIELD).asText(""),
                json.path("metadata").path(INSTALLATION).asText(""),
                Amounts.read(json, "amount"),
                json.path("currency").asText().toUpperCase(Locale.ROOT),
                seconds(json, "createdTime"),
                seconds(json, "expirationTime"),
                seconds(json, "monitoringExpiration"),
                status(json.path("status").asText()),
                json.path("additionalStatus").asText().equalsIgnoreCase("Marked"),
                json.path("archived").asBoolean());
    }

    private static Status status(String word) {
        for (Status each : Status.values()) {
            if (each.name().equalsIgnoreCase(word)) {
                return each;
            }
        }
        throw BtcpayFault.unavailable(
                "status " + Check.shown(word), "New, Processing, Expired, Invalid or Settled");
    }

    static long seconds(JsonNode json, String field) {
        JsonNode node = json.path(field);
        long seconds = node.isIntegralNumber() && node.canConvertToLong() ? node.asLong() : -1;
        if (seconds < 0 || seconds > SECONDS_MAX) {
            throw BtcpayFault.unavailable(
                    field + " " + Check.shown(node.asText()), "seconds since 1970");
        }
        return seconds;
    }

    /// Whether another installation made it.
    boolean isForeign(Installation ours) {
        return ours.isOther(installation, orderId);
    }

    /// What it says that it is for.
    OrderClaim claim() {
        return new OrderClaim(orderId, id, Amounts.nanosDown("amount", amount), currency);
    }
}
