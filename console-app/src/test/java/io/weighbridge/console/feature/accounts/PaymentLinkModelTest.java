package io.weighbridge.console.feature.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.OrderTerms;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.time.ZoneOffset;

/// What a payment link may be for.
final class PaymentLinkModelTest {
    @Test
    void shouldLeaveTheAmountToTheCustomerOnlyWhenNothingIsTyped() {
        assertEquals("", PaymentLinkModel.problem("", ""));
        assertEquals("", PaymentLinkModel.problem("$25.50", "by phone"));
        for (String wrong : new String[] {"0", "0.00", "-5", "much"}) {
            assertTrue(PaymentLinkModel.problem(wrong, "").startsWith("amount: "), () -> wrong);
        }
        assertEquals("", PaymentLinkModel.problem("1", "n".repeat(200)));
        assertTrue(PaymentLinkModel.problem("1", "n".repeat(201)).startsWith("note: "));
    }

    @Test
    void shouldSayTheFeeThatComesOnTop() {
        Formats formats = new Formats(InstantSource.system(), ZoneOffset.UTC, "$");
        OrderTerms.Builder terms =
                OrderTerms.newBuilder()
                        .setLeastNanos(5_000_000_000L)
                        .setMostNanos(1_000_000_000_000L);
        assertEquals("From $5.00 to $1,000.00.", PaymentLinkModel.terms(terms.build(), formats));
        assertEquals(
                "From $5.00 to $1,000.00. On top comes a fee of 2.9 % and $0.30.",
                PaymentLinkModel.terms(
                        terms.setFeePartsPerMillion(29_000).setFeeFixedNanos(300_000_000).build(),
                        formats));
    }
}
