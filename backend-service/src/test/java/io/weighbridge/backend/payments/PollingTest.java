package io.weighbridge.backend.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderState;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// When providers are asked by themselves, without any webhook.
final class PollingTest {
    private static final long MINUTE_MS = 60_000;

    @TempDir Path directory;
    @AutoClose private PaymentsFixture pay;
    private Account acme;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
        acme = pay.account();
    }

    @Test
    void anOpenCheckoutIsAskedAboutEverMoreRarelyUpToAnHour() {
        var _ = pay.ordered(acme, pay.card);
        long now = 0;
        for (int due : List.of(1, 2, 4, 8, 16, 32, 64, 124, 184, 244)) {
            int before = pay.card.asked();
            pay.time.pass(due * MINUTE_MS - 1 - now);
            pay.payments().poll();
            assertEquals(before, pay.card.asked(), "before minute " + due);
            pay.time.pass(1);
            pay.payments().poll();
            assertEquals(before + 1, pay.card.asked(), "at minute " + due);
            now = due * MINUTE_MS;
        }
    }

    @Test
    void aSilentProviderIsLeftAloneAfterThreeAndTakesNobodysPlace() {
        for (int i = 0; i < 5; i++) {
            var _ = pay.ordered(acme, pay.card);
        }
        Order paid = pay.ordered(acme, pay.coin);
        pay.coin.arrive(PaymentsFixture.checkout(pay.coin, paid), PaymentsFixture.TOTAL);
        pay.card.goAway(true);
        pay.time.pass(MINUTE_MS + 1);
        int before = pay.card.asked();
        pay.payments().poll();
        assertEquals(before + 3, pay.card.asked());
        assertEquals(OrderState.PAID, pay.orders().require(paid.id()).state());
        assertEquals(PaymentsFixture.AMOUNT, pay.balance(acme));
        // The two that were not asked about are still due, those that were are not yet.
        pay.card.goAway(false);
        pay.payments().poll();
        assertEquals(before + 5, pay.card.asked());
        pay.payments().poll();
        assertEquals(before + 5, pay.card.asked());
    }
}
