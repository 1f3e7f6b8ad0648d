package io.weighbridge.backend.payments.stripe;

import static io.weighbridge.backend.payments.stripe.StripeKit.INSTALLATION;
import static io.weighbridge.backend.payments.stripe.StripeKit.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.payments.provider.ListedPayment;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.model.IdKind;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Two installations at one account of Stripe.
final class StripeForeignTest {
    private static final Told.Foreign OURS = new Told.Foreign(INSTALLATION);

    @AutoClose private final StripeKit kit = new StripeKit();
    private final StripeProvider other = since(0);

    private StripeProvider since(long sinceMs) {
        return marked("inst_other", sinceMs);
    }

    private StripeProvider marked(String mark, long sinceMs) {
        return new StripeProvider(
                StripeKit.settings(kit.server.url()),
                new Installation(mark, sinceMs),
                kit.time,
                Duration.ofSeconds(20));
    }

    private List<Told> toldOther(String type) {
        return other.read(kit.event(type).bytes());
    }

    @Test
    void whatTheOtherOneOpenedIsSaidToBeItsOwn() {
        String session = kit.opened("order-1");
        String payment = kit.stripe.pay(session);
        assertFalse(kit.told("checkout.session.completed").contains(OURS));
        assertTrue(toldOther("checkout.session.completed").contains(OURS));
        assertTrue(other.ask(session).contains(OURS));
        kit.provider.refund(kit.refund("refund-1", payment, UNIT));
        assertFalse(kit.told("charge.refunded").contains(OURS));
        assertTrue(toldOther("charge.refunded").contains(OURS));
        kit.stripe.expire(kit.opened("order-2"));
        assertTrue(toldOther("checkout.session.expired").contains(OURS));
    }

    @Test
    void theOtherOnesPaymentsAreInNoReport() {
        String payment = kit.stripe.pay(kit.opened("order-1"));
        String refunded = kit.stripe.pay(kit.opened("order-2"));
        kit.provider.refund(kit.refund("refund-1", refunded, UNIT));
        assertEquals(Set.of(payment, refunded), listed(kit.provider));
        assertEquals(Set.of(), listed(other));
        // Asked for by its id it is there: our books may know it.
        assertTrue(other.lists().orElseThrow().look(payment).isPresent());
    }

    /// An opening that was not answered, asked for again after the installation's key was lost, or
    /// by a later version of ours with another key: the first session closes with the second.
    @Test
    void anOpeningIsAskedForAgainUnderAnotherMark() {
        String session = kit.opened("order-1");
        String again = other.open(kit.order("order-1")).reference();
        assertNotEquals(session, again);
        assertEquals(again, other.open(kit.order("order-1")).reference());
        assertEquals(session, kit.opened("order-1"));
        kit.time.pass(600_000);
        OrderToPay later = kit.order("order-1", 21 * UNIT / 2, "USD", 3_000);
        assertEquals(end(session), end(marked("inst_later", 0).open(later).reference()));
    }

    private long end(String session) {
        return kit.stripe.session(session).path("expires_at").asLong();
    }

    @Test
    void whatWasOpenedBeforeItsKeyWasMadeMayBeItsOwn() {
        // The backup that it was restored from had neither the key nor the order.
        String session = kit.opened(IdKind.ORDER.format(new IdSource(kit.time).next()));
        String payment = kit.stripe.pay(session);
        byte[] paid = kit.event("checkout.session.completed").bytes();
        StripeProvider restored = since(kit.time.wallMs() + 1);
        assertEquals(kit.provider.read(paid), restored.read(paid));
        assertEquals(kit.provider.ask(session), restored.ask(session));
        assertEquals(Set.of(payment), listed(restored));
    }

    private Set<String> listed(StripeProvider provider) {
        List<ListedPayment> all = new ArrayList<>();
        long nowMs = kit.time.wallMs();
        provider.lists().orElseThrow().changed(nowMs - 60_000, nowMs + 60_000, all::addAll);
        return all.stream().map(ListedPayment::reference).collect(Collectors.toSet());
    }
}
