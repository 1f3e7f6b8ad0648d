package io.weighbridge.backend.payments.reconcile;

import static io.weighbridge.backend.payments.reconcile.ReconcileFixture.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.paging.PageKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// A currency without a smaller unit: Stripe counts whole yen.
final class ReconcileYenTest {
    @TempDir Path directory;

    @Test
    void shouldCompareCurrenciesWithoutCents() {
        try (ReconcileFixture shop = new ReconcileFixture(directory, "JPY")) {
            String payment = shop.stripe.pay(shop.ordered("stripe", 1_000 * UNIT));
            var _ = shop.stripe.refund(payment, 530);
            shop.tell();
            var _ = shop.stripe.refund(payment, 1);
            shop.lose();
            shop.pass("03:30");
            shop.reconciliations().round();

            PageKey all = PageKey.of(10, "", "");
            ReconciliationRun run = shop.reports().list(all).items().getFirst();
            Difference found = shop.reports().differences(run.id(), all).items().getFirst();
            assertEquals(1, run.differences());
            assertEquals(DifferenceKind.REFUNDED_DIFFERS, found.kind());
            assertEquals("JPY", found.currency());
            assertEquals(531 * UNIT, found.expectedNanos());
            assertEquals(530 * UNIT, found.foundNanos());
            assertEquals(
                    List.of(
                            new Total(
                                    "stripe",
                                    "JPY",
                                    1,
                                    new Total.Money(1_060 * UNIT, 531 * UNIT, 0),
                                    new Total.Money(1_060 * UNIT, 530 * UNIT, 0),
                                    500 * UNIT,
                                    500 * UNIT,
                                    500 * UNIT)),
                    shop.reports().totals(run.id()));
        }
    }
}
