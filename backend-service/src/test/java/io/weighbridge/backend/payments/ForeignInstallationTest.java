package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.AMOUNT;
import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.model.IdKind;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// Two installations that take money through one account of a provider hear of each other's
/// payments, and leave them alone.
final class ForeignInstallationTest {
    private static final Told.Foreign OTHER = new Told.Foreign("inst_other");

    @TempDir Path directory;
    @AutoClose private PaymentsFixture pay;
    private Account acme;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
        acme = pay.account();
    }

    // An order whose checkout is said to be of the other installation.
    private Order marked() {
        Order order = pay.ordered(acme, pay.card);
        pay.card.truth(checkout(pay.card, order)).after = List.of(OTHER);
        pay.card.arrive(checkout(pay.card, order), TOTAL);
        return order;
    }

    private Order others() {
        Order order = marked();
        TruthProvider.Truth truth = pay.card.truth(checkout(pay.card, order));
        truth.claim =
                new OrderClaim(
                        IdKind.ORDER.format(1),
                        truth.claim.checkout(),
                        truth.claim.totalNanos(),
                        truth.claim.currency());
        return order;
    }

    @Test
    void shouldPutNothingOfAnotherBeforeAnOperator() {
        Order order = others();
        assertEquals(Taken.STORED, pay.deliver(pay.card, "paid", "pay", order));
        assertEquals(
                "of another installation: inst_other",
                pay.delivery(DeliveryState.OF_NO_INTEREST).reason());
        assertEquals(0, pay.balance(acme));
        assertEquals(List.of(), pay.deliveries(DeliveryState.UNMATCHED));
    }

    @Test
    void shouldCreditWhatIsOursByItsCheckoutWhateverItIsMarked() {
        // Our own mark was lost with a disk, and another was made.
        Order order = marked();
        var _ = pay.deliver(pay.card, "paid", "pay", order);
        assertEquals(AMOUNT, pay.balance(acme));
        assertEquals(1, pay.deliveries(DeliveryState.HANDLED).size());
        pay.checkLedger();
    }

    @Test
    void shouldGiveNoOrderOfOursTheMoneyOfAnother() {
        Order ours = pay.ordered(acme, pay.card);
        Order order = marked();
        TruthProvider.Truth truth = pay.card.truth(checkout(pay.card, order));
        truth.claim = TruthProvider.claimOf(truth.claim, ours);
        var _ = pay.deliver(pay.card, "paid", "pay", order);
        assertEquals(0, pay.balance(acme));
        assertEquals(OTHER.why(), pay.delivery(DeliveryState.OF_NO_INTEREST).reason());
    }

    @Test
    void shouldBeMarkedTheSameAsLongAsItsLinks() {
        byte[] secret = new byte[OrderLinks.SECRET_BYTES];
        String ours = new OrderLinks(secret).installation();
        assertEquals(ours, new OrderLinks(secret).installation());
        secret[0] = 1;
        assertNotEquals(ours, new OrderLinks(secret).installation());
        assertEquals("inst_".length() + 22, ours.length());
    }
}
