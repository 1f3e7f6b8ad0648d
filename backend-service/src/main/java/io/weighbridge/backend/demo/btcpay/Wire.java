package io.weighbridge.backend.demo.btcpay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// What the fake server writes: decimals as texts, times in seconds, webhooks indented.
final class Wire {
    static final String METHOD = "BTC-CHAIN";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECOND_MS = 1_000;

    private Wire() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// An invoice.
    ///
    /// @param checkoutLink where it is paid
    static ObjectNode invoice(FakeShop store, FakeInvoice invoice, String checkoutLink) {
        ObjectNode root = object();
        root.put("id", invoice.id()).put("storeId", store.id());
        root.put("amount", decimal(invoice.amount()));
        root.put("paidAmount", decimal(invoice.net(false)));
        root.put("checkoutLink", checkoutLink);
        root.put("status", invoice.status()).put("additionalStatus", invoice.additional());
        root.put("monitoringExpiration", invoice.monitoredMs() / SECOND_MS);
        root.put("expirationTime", invoice.expiresMs() / SECOND_MS);
        root.put("createdTime", invoice.createdMs() / SECOND_MS);
        root.putArray("availableStatusesForManualMarking");
        root.put("archived", false).put("type", "Standard");
        root.put("currency", invoice.request().path("currency").asText());
        root.set("metadata", invoice.request().path("metadata"));
        root.set("checkout", invoice.request().path("checkout"));
        return root;
    }

    /// How it can be, and was, paid.
    ///
    /// @param onlyAccounted whether replaced payments are left out
    static ArrayNode methods(FakeInvoice invoice, boolean onlyAccounted) {
        ArrayNode root = JsonNodeFactory.instance.arrayNode();
        ObjectNode method = root.addObject();
        method.put("activated", true).put("destination", destination(invoice));
        method.put("paymentLink", "bitcoin:" + destination(invoice));
        method.put("rate", decimal(invoice.rate()));
        method.put("paymentMethodPaid", decimal(invoice.coins(invoice.net(false))));
        method.put("totalPaid", decimal(invoice.coins(invoice.net(false))));
        method.put("due", decimal(invoice.due()));
        method.put("amount", decimal(invoice.coins(invoice.amount())));
        method.put("paymentMethodFee", "0");
        ArrayNode payments = method.putArray("payments");
        for (FakePayment each : invoice.payments()) {
            if (each.isAccounted() || !onlyAccounted) {
                payments.add(payment(invoice, each));
            }
        }
        method.put("paymentMethodId", METHOD).put("currency", "BTC").putObject("additionalData");
        return root;
    }

    /// A payment.
    static ObjectNode payment(FakeInvoice invoice, FakePayment payment) {
        return object().put("id", payment.id())
                .put("receivedDate", payment.receivedMs() / SECOND_MS)
                .put("value", decimal(payment.value()))
                .put("fee", decimal(payment.fee()))
                .put("status", payment.status(invoice.blocks()))
                .put("destination", destination(invoice));
    }

    private static String destination(FakeInvoice invoice) {
        return "bcrt1q" + invoice.id().toLowerCase(java.util.Locale.ROOT);
    }

    private static String decimal(BigDecimal value) {
        return value.toPlainString();
    }

    /// As webhooks are written.
    static byte[] indented(JsonNode json) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(
                        Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        try {
            return JSON.writer(printer).writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
