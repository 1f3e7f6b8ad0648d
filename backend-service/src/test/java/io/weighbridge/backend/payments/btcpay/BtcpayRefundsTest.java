package io.weighbridge.backend.payments.btcpay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.demo.btcpay.FakeDelivery;
import io.weighbridge.backend.payments.provider.RefundPages;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Verified;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Pull payments for refunds, as the server makes them and customers claim them.
final class BtcpayRefundsTest {
    private static final String ID = "0d1c3f0e-aaaa-3bbb-8ccc-123456789abc";
    private static final long AMOUNT = 12_340_000_000L;

    @AutoClose private final BtcpayTrial trial = new BtcpayTrial();
    private final BtcpayHttp server = new BtcpayHttp(BtcpayTrial.settings(trial.http.url()));
    private final RefundPages pages = trial.provider.refundPages().orElseThrow();

    private String paid() {
        String invoice = trial.opened();
        trial.fake.pay(invoice, trial.fake.due(invoice));
        trial.confirm();
        return invoice;
    }

    private static RefundPages.Asked asked(String invoice, long nanos) {
        return new RefundPages.Asked(ID, invoice, nanos, "USD", "ord_1");
    }

    private static ErrorCode refused(Runnable call) {
        return assertThrows(Fault.class, call::run).code();
    }

    @Test
    void makesAPageInTheOrdersCurrencyAndFindsItAgain() {
        RefundPages.Asked asked = asked(paid(), AMOUNT);
        assertEquals(Optional.empty(), pages.find(asked));
        RefundPages.Page page = pages.make(asked);
        assertEquals("https://pay.example.com/btc/pull-payments/" + page.reference(), page.link());
        JsonNode made = server.pullPayment(page.reference());
        assertEquals("Refund " + ID, made.path("name").asText());
        assertTrue(made.path("name").asText().length() <= 50, "as the server has it");
        assertEquals("ord_1", made.path("description").asText());
        assertEquals("USD", made.path("currency").asText());
        assertEquals("12.34", made.path("amount").asText());
        assertEquals(Optional.of(page), pages.find(asked));
        trial.fake.pulls().archive(page.reference());
        assertEquals(Optional.of(page), pages.find(asked), "however it stands");
        assertEquals(
                Optional.empty(),
                pages.find(new RefundPages.Asked("other", "i", AMOUNT, "USD", "t")));
    }

    /// One that is named so and is another is put before nobody.
    @Test
    void findsNoPageOfAnotherAmount() {
        String invoice = paid();
        var _ = pages.make(asked(invoice, AMOUNT));
        assertEquals(
                ErrorCode.PROVIDER_UNAVAILABLE,
                refused(() -> pages.find(asked(invoice, AMOUNT + 10_000_000))));
    }

    @Test
    void findsThePageWhoseAnswerWasLost() {
        RefundPages.Asked asked = asked(paid(), AMOUNT);
        trial.http.loseAnswers(1);
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(() -> pages.make(asked)));
        assertEquals(1, trial.fake.pulls().count());
        assertEquals(trial.fake.pulls().newest(), pages.find(asked).orElseThrow().reference());
    }

    @Test
    void saysNoWhenNothingIsMade() {
        String invoice = paid();
        trial.http.pulls().letRefund(false);
        assertEquals(ErrorCode.PROVIDER_REFUSED, refused(() -> pages.make(asked(invoice, AMOUNT))));
        trial.http.pulls().letRefund(true);
        String unpaid = trial.provider.open(BtcpayTrial.order("order-2", AMOUNT)).reference();
        assertEquals(ErrorCode.PROVIDER_REFUSED, refused(() -> pages.make(asked(unpaid, AMOUNT))));
        assertEquals(
                ErrorCode.PROVIDER_REFUSED, refused(() -> pages.make(asked("nothing", AMOUNT))));
        assertEquals(0, trial.fake.pulls().count());
    }

    @Test
    void saysNoBeforeAnythingMovesWhenTheKeyMayNot() {
        trial.http.pulls().letList(false);
        assertEquals(ErrorCode.PROVIDER_REFUSED, refused(() -> pages.find(asked("i", AMOUNT))));
    }

    private RefundPages.Standing standing(String page) {
        return pages.ask(page, "USD");
    }

    private static RefundPages.Standing of(
            boolean isOver, long claimed, long committed, long paid) {
        return new RefundPages.Standing(isOver, claimed, committed, paid);
    }

    @Test
    void saysWhatWasClaimedApprovedAndPaid() {
        String page = pages.make(asked(paid(), AMOUNT)).reference();
        assertEquals(of(false, 0, 0, 0), standing(page));
        assertTrue(trial.fake.pulls().claim(page, new BigDecimal("2.34")));
        assertEquals(of(false, 2_340_000_000L, 0, 0), standing(page));
        trial.fake.pulls().set(page, "AwaitingPayment");
        assertEquals(of(false, 2_340_000_000L, 2_340_000_000L, 0), standing(page));
        trial.fake.pulls().set(page, "InProgress");
        assertEquals(of(false, 2_340_000_000L, 2_340_000_000L, 0), standing(page));
        trial.fake.pulls().set(page, "Completed");
        assertTrue(trial.fake.pulls().claim(page));
        assertEquals(of(false, AMOUNT, 2_340_000_000L, 2_340_000_000L), standing(page));
        trial.fake.pulls().archive(page);
        assertEquals(of(true, 2_340_000_000L, 2_340_000_000L, 2_340_000_000L), standing(page));
    }

    @Test
    void eachStepOfAPayoutSendsAWebhookThatNamesThePage() {
        String page = pages.make(asked(paid(), AMOUNT)).reference();
        var _ = trial.deliveries();
        assertTrue(trial.fake.pulls().claim(page));
        trial.fake.pulls().set(page, "AwaitingPayment");
        trial.fake.pulls().set(page, "Completed");
        List<String> types = new ArrayList<>();
        for (FakeDelivery each : trial.deliveries()) {
            Verified verified = trial.provider.verify(BtcpayTrial.webhook(each));
            types.add(assertInstanceOf(Verified.Genuine.class, verified).type());
            assertEquals(List.of(new Told.RefundPage(page)), trial.provider.read(each.body()));
        }
        assertEquals(List.of("PayoutCreated", "PayoutApproved", "PayoutUpdated"), types);
    }

    /// What is a part of a nano-unit is never given back and kept too.
    @Test
    void roundsWhatWasClaimedUp() {
        String page = pages.make(asked(paid(), AMOUNT)).reference();
        assertTrue(trial.fake.pulls().claim(page, new BigDecimal("0.00000000001")));
        assertEquals(of(false, 1, 0, 0), standing(page));
    }

    @Test
    void isOverAnHourAfterItHasExpired() {
        String page = pages.make(asked(paid(), AMOUNT)).reference();
        trial.fake.pulls().expire(page, trial.time.wallMs());
        trial.pass(60);
        assertEquals(of(false, 0, 0, 0), standing(page));
        trial.pass(1);
        assertEquals(of(true, 0, 0, 0), standing(page));
    }

    @Test
    void isNotUnderstoodInOtherWords() {
        String page = pages.make(asked(paid(), AMOUNT)).reference();
        assertTrue(trial.fake.pulls().claim(page));
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(() -> pages.ask(page, "EUR")));
        trial.fake.pulls().set(page, "Sent");
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(() -> standing(page)));
        assertEquals(ErrorCode.PROVIDER_REFUSED, refused(() -> standing("nothing")));
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(() -> standing("../x")));
    }

    @Test
    void isClaimedAndPaidOnThePageOfTheStandIn() throws IOException, InterruptedException {
        String page = pages.make(asked(paid(), AMOUNT)).reference();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String button : new String[] {"do=claim", "do=pay"}) {
                assertEquals(303, press(client, page, button));
            }
            assertEquals(400, press(client, page, "do=claim"));
            assertEquals(400, press(client, "nothing", "do=pay"));
        }
        assertEquals(of(false, AMOUNT, AMOUNT, AMOUNT), standing(page));
    }

    private int press(HttpClient client, String page, String button)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(trial.http.url().resolve("/pull-payments/" + page))
                        .POST(HttpRequest.BodyPublishers.ofString(button))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
