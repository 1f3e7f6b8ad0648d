package io.weighbridge.backend.payments.autotopup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.Backend;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.PaymentTable;
import io.weighbridge.backend.demo.DemoShop;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.AttemptOutcome;
import io.weighbridge.proto.v1.AutoTopUp;
import io.weighbridge.proto.v1.AutoTopUpAttempt;
import io.weighbridge.proto.v1.AutoTopUpState;
import io.weighbridge.proto.v1.AutoTopUpsGrpc;
import io.weighbridge.proto.v1.GetAutoTopUpRequest;
import io.weighbridge.proto.v1.ListAutoTopUpAttemptsRequest;
import io.weighbridge.proto.v1.ListSavedCardsRequest;
import io.weighbridge.proto.v1.RemoveSavedCardRequest;
import io.weighbridge.proto.v1.SavedCard;
import io.weighbridge.proto.v1.SetAutoTopUpRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/// From the box on an order's page to credit that came by itself, through a whole service and the
/// stand-in for Stripe.
final class TopUpJourneyTest {
    private static final long AMOUNT = 25 * Nanos.PER_UNIT;
    private static final String BOX = "<input type=\"checkbox\" name=\"save\" value=\"card\">";

    @TempDir Path folder;
    private final HttpCaller http = new HttpCaller();
    private DemoShop shop;
    private TestBackend service;
    private long acme;
    private AutoTopUpsGrpc.AutoTopUpsBlockingStub topUps;

    @BeforeEach
    void open() {
        shop = DemoShop.start();
        service = started(true);
        acme = backend().accounts().create("Acme", 0).id();
        topUps = AutoTopUpsGrpc.newBlockingStub(service.channel());
    }

    private TestBackend started(boolean isEnabled) {
        Config config =
                shop.with(Config.of(folder).withPort(0))
                        .with(PaymentTable.AUTO_TOPUP, Boolean.toString(isEnabled))
                        .with(PaymentTable.AUTO_TOPUP_INTERVAL_S, "3600");
        return TestBackend.start(config, new SystemTime());
    }

    @AfterEach
    void close() {
        service.close();
        shop.close();
        http.close();
    }

    private Backend backend() {
        return service.backend();
    }

    private Order order() {
        return backend().payments().orders().make(acme, AMOUNT, "");
    }

    private String path(long order) {
        var orders = backend().payments().orders();
        return "/pay/" + orders.token(orders.require(order));
    }

    private String page(long order) {
        int port = backend().payPort().orElseThrow();
        return http.send(HttpCaller.to(port, path(order)).GET()).body();
    }

    private String choose(Order order, String form) {
        HttpResponse<String> answer =
                http.send(
                        HttpCaller.to(backend().payPort().orElseThrow(), path(order.id()))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form)));
        assertEquals(303, answer.statusCode(), answer::body);
        String page = answer.headers().firstValue("location").orElseThrow();
        return page.substring(page.lastIndexOf('/') + 1);
    }

    private void awaitBalance(long nanos) {
        Calls.await(
                "a balance of " + nanos,
                () -> backend().accounts().balance(acme, 0).balanceNanos() == nanos);
    }

    private String account() {
        return IdKind.ACCOUNT.format(acme);
    }

    private AutoTopUp set(boolean armed) {
        return topUps.setAutoTopUp(
                SetAutoTopUpRequest.newBuilder()
                        .setAccount(account())
                        .setArmed(armed)
                        .setThresholdNanos(AMOUNT + 1)
                        .setAmountNanos(AMOUNT)
                        .setDailyCapNanos(2 * AMOUNT)
                        .setMonthlyCapNanos(3 * AMOUNT)
                        .build());
    }

    private List<SavedCard> cards() {
        return topUps.listSavedCards(
                        ListSavedCardsRequest.newBuilder().setAccount(account()).build())
                .getCardsList();
    }

    @Test
    void theBoxOnThePageLeadsToCreditByItself() {
        Order order = order();
        assertTrue(page(order.id()).contains(BOX), () -> page(order.id()));
        assertFalse(page(order.id()).contains("checked"));
        String session = choose(order, "save=card&method=card");
        assertFalse(page(order.id()).contains(BOX));
        var _ = shop.stripe().pay(session);
        awaitBalance(AMOUNT);
        backend().autoTopUps().round();
        SavedCard card = cards().getFirst();
        assertEquals("stripe visa 4242 2031-08", words(card));
        assertEquals(IdKind.ORDER.format(order.id()), card.getOrder());

        AutoTopUp armed = set(true);
        assertEquals(AutoTopUpState.AUTO_TOP_UP_STATE_ARMED, armed.getState());
        assertEquals(AMOUNT + 1, armed.getThresholdNanos());
        assertEquals(2 * AMOUNT, armed.getDailyCapNanos());
        assertEquals(3 * AMOUNT, armed.getMonthlyCapNanos());
        backend().autoTopUps().round();
        awaitBalance(2 * AMOUNT);
        AutoTopUp now =
                topUps.getAutoTopUp(GetAutoTopUpRequest.newBuilder().setAccount(account()).build());
        assertEquals(AMOUNT, now.getDaySpentNanos());
        AutoTopUpAttempt attempt =
                topUps.listAutoTopUpAttempts(
                                ListAutoTopUpAttemptsRequest.newBuilder()
                                        .setAccount(account())
                                        .build())
                        .getAttempts(0);
        assertEquals(AttemptOutcome.ATTEMPT_OUTCOME_PAID, attempt.getOutcome());
        assertEquals(card.getCard(), attempt.getCard());
        String paid = page(IdKind.ORDER.parse(attempt.getOrder()).orElseThrow());
        assertTrue(paid.contains("25.00 USD of credit were added"), paid);

        assertEquals(card, removed(card));
        assertEquals(0, cards().size());
        AutoTopUp ended =
                topUps.getAutoTopUp(GetAutoTopUpRequest.newBuilder().setAccount(account()).build());
        assertEquals(AutoTopUpState.AUTO_TOP_UP_STATE_DISARMED, ended.getState());
        assertEquals("the saved card was removed", ended.getReason());
    }

    private static String words(SavedCard card) {
        return String.join(
                " ", card.getProvider(), card.getBrand(), card.getLast4(), card.getExpiry());
    }

    private SavedCard removed(SavedCard card) {
        return topUps.removeSavedCard(
                RemoveSavedCardRequest.newBuilder().setCard(card.getCard()).build());
    }

    @Test
    void aPageThatSavesTheCardSaysSoAndCanBePaidWithoutSavingIt() {
        Order order = order();
        String session = choose(order, "save=card&method=card");
        assertTrue(page(order.id()).contains("This payment saves the card"));
        assertTrue(page(order.id()).contains("by card and save it"));
        assertTrue(page(order.id()).contains("by card, without saving it"));
        assertEquals(session, choose(order, "method=card"));
        assertFalse(page(order.id()).contains("sav"), () -> page(order.id()));
        var _ = shop.stripe().pay(session);
        awaitBalance(AMOUNT);
        backend().autoTopUps().round();
        assertEquals(0, cards().size());
    }

    @Test
    void anOrderThatACardIsChargedForOffersNoWayToPay() {
        var _ = shop.stripe().pay(choose(order(), "save=card&method=card"));
        awaitBalance(AMOUNT);
        backend().autoTopUps().round();
        shop.stripe().cards().slow(true);
        var _ = set(true);
        backend().autoTopUps().round();
        long slow =
                IdKind.ORDER
                        .parse(
                                topUps.listAutoTopUpAttempts(
                                                ListAutoTopUpAttemptsRequest.newBuilder()
                                                        .setAccount(account())
                                                        .build())
                                        .getAttempts(0)
                                        .getOrder())
                        .orElseThrow();
        assertFalse(page(slow).contains("name=\"method\""), () -> page(slow));
        String charge = shop.stripe().cards().charges().getFirst().path("id").asText();
        shop.stripe().cards().settle(charge, "do_not_honor");
        Calls.await("its end", () -> page(slow).contains("The payment did not succeed"));
        assertFalse(page(slow).contains("name=\"method\""), () -> page(slow));
    }

    @Test
    void thePageOfAnOpenChargeSaysThatNoPaymentIsSeenYet() {
        var _ = shop.stripe().pay(choose(order(), "save=card&method=card"));
        awaitBalance(AMOUNT);
        backend().autoTopUps().round();
        var _ = set(true);
        shop.close(); // Nobody answers.
        backend().autoTopUps().round();
        Order charged =
                backend().payments().orders().list(acme, PageKey.of(1, "", "")).items().getFirst();
        String page = page(charged.id());
        assertTrue(page.contains("A saved card is being charged"), page);
        assertFalse(page.contains("Payment seen"), page);
        assertFalse(page.contains("name=\"method\""), page);
    }

    @Test
    void anInstallationThatMakesNoneOffersNoneAndSavesNone() {
        service.close();
        service = started(false);
        topUps = AutoTopUpsGrpc.newBlockingStub(service.channel());
        Order order = order();
        assertFalse(page(order.id()).contains(BOX));
        var _ = shop.stripe().pay(choose(order, "save=card&method=card"));
        awaitBalance(AMOUNT);
        backend().autoTopUps().round();
        assertEquals(0, cards().size());
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> set(true));
        assertEquals(Status.Code.FAILED_PRECONDITION, refused.getStatus().getCode());
        // The amounts are kept, off.
        assertEquals(AutoTopUpState.AUTO_TOP_UP_STATE_OFF, set(false).getState());
        // Nor does Bitcoin save a card.
        assertEquals(303, statusOf("save=card&method=bitcoin"));
    }

    private int statusOf(String form) {
        return http.send(
                        HttpCaller.to(backend().payPort().orElseThrow(), path(order().id()))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form)))
                .statusCode();
    }
}
