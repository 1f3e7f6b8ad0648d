package io.weighbridge.backend.payments.btcpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// What a webhook's body says of itself. How the invoice stands is not believed from it.
///
/// @param id of the first delivery of this event
/// @param invoiceId empty for an event about something else
/// @param pullId of the pull payment that a payout is of; empty for none
record BtcpayEvent(String id, String type, String storeId, String invoiceId, String pullId) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LENGTH_MAX = 100;

    /// Reads one.
    ///
    /// @return null when it is none
    static @Nullable BtcpayEvent read(byte[] body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
        String delivery = text(json, "deliveryId");
        String original = text(json, "originalDeliveryId");
        boolean isAgain = json.path("isRedelivery").asBoolean() && !original.isEmpty();
        BtcpayEvent event =
                new BtcpayEvent(
                        isAgain ? original : delivery,
                        text(json, "type"),
                        text(json, "storeId"),
                        text(json, "invoiceId"),
                        text(json, "pullPaymentId"));
        boolean isWhole = !event.id.isEmpty() && !event.type.isEmpty() && !event.storeId.isEmpty();
        return isWhole ? event : null;
    }

    private static String text(JsonNode json, String field) {
        JsonNode node = json.path(field);
        String text = node.isTextual() ? node.asText() : "";
        return text.length() <= LENGTH_MAX ? text : "";
    }

    /// Whether it can tell of money: one about an invoice that is not only just made.
    boolean isOfMoney() {
        return type.startsWith("Invoice")
                && !type.equals("InvoiceCreated")
                && BtcpayInvoice.isId(invoiceId);
    }

    /// Whether it tells that a payout of a pull payment came or is in another state.
    boolean isOfPayout() {
        return type.startsWith("Payout") && BtcpayInvoice.isId(pullId);
    }

    /// What it is about: an invoice, a pull payment, or nothing that has a name here.
    String about() {
        return isOfPayout() ? pullId : invoiceId.isEmpty() ? id : invoiceId;
    }
}
