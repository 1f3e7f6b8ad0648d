package io.weighbridge.backend.demo.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;

/// Where a customer "pays".
final class FakePage {
    private FakePage() {}

    static String of(ObjectNode session) {
        Currency currency =
                Currency.getInstance(session.path("currency").asText().toUpperCase(Locale.ROOT));
        BigDecimal amount =
                BigDecimal.valueOf(
                        session.path("amount_total").asLong(),
                        Math.max(0, currency.getDefaultFractionDigits()));
        return """
        <!doctype html><html lang="en"><meta charset="utf-8">
        <meta name="viewport" content="width=device-width"><title>Stand-in for Stripe</title>
        <body style="font-family:sans-serif;max-width:28rem;margin:3rem auto">
        <h1>Stand-in for Stripe</h1>
        <p><strong>No money moves here.</strong> A payment of %s is %s.</p>
        <form method="post">
        <button id="pay" name="do" value="pay">Pay by card</button>
        <button id="later" name="do" value="later">Pay by bank, slowly</button>
        <button id="expire" name="do" value="expire">Let it expire</button>
        <button id="back" name="do" value="back">Back without paying</button>
        </form></body></html>
        """
                .formatted(amount + " " + currency, escaped(session.path("status").asText()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
