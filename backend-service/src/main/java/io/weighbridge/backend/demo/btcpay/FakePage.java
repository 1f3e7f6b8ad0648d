package io.weighbridge.backend.demo.btcpay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/// The page where an invoice is "paid": wholly, in part, or too much.
final class FakePage {
    // What part of what is due each button pays.
    private static final Map<String, BigDecimal> PARTS =
            Map.of(
                    "pay=due", BigDecimal.ONE,
                    "pay=half", new BigDecimal("0.5"),
                    "pay=double", BigDecimal.TWO);

    private FakePage() {}

    /// The page of an invoice.
    static String write(FakeInvoice invoice) {
        String back = escaped(invoice.request().path("checkout").path("redirectURL").asText());
        return """
        <!doctype html>
        <html lang="en"><meta charset="utf-8">
        <meta name="viewport" content="width=device-width"><title>Fake BTCPay Server</title>
        <body style="font-family:sans-serif;max-width:28rem;margin:3rem auto">
        <h1>Fake BTCPay Server</h1>
        <p>This is a demonstration: no bitcoin moves.</p>
        <p id="amount">%s %s for %s</p>
        <p id="due">%s BTC left to pay</p>
        <p id="status">%s (%s)</p>
        <form method="post">
        <button name="pay" value="due">Pay</button>
        <button name="pay" value="half">Pay half</button>
        <button name="pay" value="double">Pay double</button>
        </form>
        <p><a id="back" href="%s">Back to the store</a></p>
        </body></html>
        """
                .formatted(
                        escaped(invoice.request().path("amount").asText()),
                        escaped(invoice.request().path("currency").asText()),
                        escaped(invoice.request().path("metadata").path("itemDesc").asText()),
                        invoice.due().max(BigDecimal.ZERO).toPlainString(),
                        invoice.status(),
                        invoice.additional(),
                        back.startsWith("http") ? back : "");
    }

    /// Does what a button says.
    ///
    /// @return whether there is such a button
    static boolean pay(FakeBtcpay state, String invoiceId, String form) {
        BigDecimal part = PARTS.get(form);
        if (part == null) {
            return false;
        }
        BigDecimal bitcoin =
                state.due(invoiceId)
                        .multiply(part)
                        .setScale(FakeInvoice.COIN_DIGITS, RoundingMode.CEILING);
        if (bitcoin.signum() > 0) {
            state.pay(invoiceId, bitcoin);
        }
        return true;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
