package io.weighbridge.backend.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeObject;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.RequestOptions;
import com.stripe.net.StripeResponse;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.AdaptivePricing;
import com.stripe.param.checkout.SessionCreateParams.LineItem;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData;

import io.weighbridge.backend.payments.provider.CardAnswer;
import io.weighbridge.backend.payments.provider.CardCharge;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.RefundToMake;
import io.weighbridge.backend.platform.fault.Fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Asks Stripe, through its own SDK. Answers are read by [StripeJson], so that they may have more
/// or other fields than the SDK knows.
final class StripeHttp {
    private static final String SESSIONS = "/v1/checkout/sessions/";
    private static final String PAYMENTS = "/v1/payment_intents/";
    private static final String REFUND = "weighbridge_refund";
    private static final String NOTE = "weighbridge_note";
    private static final int TITLE_LENGTH_MAX = 200;
    // Stripe's own bound of a metadata value is 500.
    private static final int NOTE_LENGTH_MAX = 400;
    // How far a charge is looked for before our asking for it. Charges are told apart by their
    // orders, so more costs a longer list; less, by a clock that is wrong, would charge twice.
    private static final long LOOKED_BACK_S = 24 * 60 * 60;
    private static final int PAGE = 100;
    private static final int PAGES_MAX = 10;

    private final StripeClient client;
    private final StripeFailureHttp failures;
    private final String installation;

    /// @param installation marks what it makes
    /// @param limit on the time of one call
    StripeHttp(StripeSettings settings, String installation, Duration limit) {
        this.installation = installation;
        String api = settings.api().toString();
        failures = new StripeFailureHttp(settings);
        client =
                StripeClient.builder()
                        .setApiKey(settings.secretKey())
                        .setApiBase(api.endsWith("/") ? api.substring(0, api.length() - 1) : api)
                        // Who asks tries again, later and with the same ids.
                        .setMaxNetworkRetries(0)
                        .setHttpClient(new StripeSocketsHttp(limit))
                        .build();
    }

    private interface Call<T> {
        T make() throws StripeException;
    }

    /// Opens a session.
    ///
    /// @param amount in Stripe's units
    JsonNode open(OrderToPay order, long amount, SessionEnd end) {
        String page = order.returnTo().toString();
        String title = shortened(order.title(), TITLE_LENGTH_MAX);
        PaymentIntentData.Builder payment =
                PaymentIntentData.builder()
                        .putMetadata(StripeJson.ORDER, order.id())
                        .putMetadata(StripeJson.INSTALLATION, installation)
                        .setDescription(title);
        SessionCreateParams.Builder session =
                SessionCreateParams.builder()
                        .setMode(SessionCreateParams.Mode.PAYMENT)
                        .setSubmitType(SessionCreateParams.SubmitType.PAY)
                        .setClientReferenceId(order.id())
                        .putMetadata(StripeJson.ORDER, order.id())
                        .putMetadata(StripeJson.INSTALLATION, installation)
                        // What is paid is what the order says, in its currency.
                        .setAdaptivePricing(AdaptivePricing.builder().setEnabled(false).build())
                        .addLineItem(item(order.currency(), amount, title))
                        .setSuccessUrl(page)
                        .setCancelUrl(page)
                        .setExpiresAt(end.atSeconds());
        if (order.savesCard()) {
            payment.setSetupFutureUsage(PaymentIntentData.SetupFutureUsage.OFF_SESSION);
            session.setCustomerCreation(SessionCreateParams.CustomerCreation.ALWAYS);
        }
        SessionCreateParams wanted = session.setPaymentIntentData(payment.build()).build();
        return made(() -> client.v1().checkout().sessions().create(wanted, once(end.key())));
    }

    /// Charges a saved card while its owner is not there, once for each order.
    ///
    /// @param amount in Stripe's units
    /// @throws Fault PROVIDER_UNAVAILABLE: it may have happened
    CardAnswer charge(CardCharge charge, long amount) {
        OrderToPay order = charge.order();
        PaymentIntentCreateParams wanted =
                PaymentIntentCreateParams.builder()
                        .setAmount(amount)
                        .setCurrency(order.currency().toLowerCase(Locale.ROOT))
                        .setCustomer(charge.customer())
                        .setPaymentMethod(charge.method())
                        .addPaymentMethodType("card")
                        .setOffSession(true)
                        .setConfirm(true)
                        .setDescription(shortened(order.title(), TITLE_LENGTH_MAX))
                        .putMetadata(StripeJson.ORDER, order.id())
                        .putMetadata(StripeJson.INSTALLATION, installation)
                        .putMetadata(StripeIntents.MARK, "yes")
                        .build();
        RequestOptions once = once(order.id() + "-charge");
        try {
            return StripeIntents.answer(
                    read(last(() -> client.v1().paymentIntents().create(wanted, once))));
        } catch (StripeException e) {
            return failures.declined(e);
        }
    }

    /// Has a saved card forgotten.
    void forget(String method) {
        made(() -> client.v1().paymentMethods().detach(method));
    }

    /// A session with its payment and the card of it.
    JsonNode sessionWithCard(String id) {
        return got(SESSIONS + id + "?expand%5B%5D=payment_intent.payment_method");
    }

    /// Payments of a customer, newest first.
    List<JsonNode> payments(String customer, long sinceMs) {
        long sinceS = Math.max(0, sinceMs / 1_000 - LOOKED_BACK_S);
        return all("/v1/payment_intents", "customer=" + customer + "&created%5Bgte%5D=" + sinceS);
    }

    private static LineItem item(String currency, long amount, String title) {
        return LineItem.builder()
                .setQuantity(1L)
                .setPriceData(
                        LineItem.PriceData.builder()
                                .setCurrency(currency.toLowerCase(Locale.ROOT))
                                .setUnitAmount(amount)
                                .setProductData(
                                        LineItem.PriceData.ProductData.builder()
                                                .setName(title)
                                                .build())
                                .build())
                .build();
    }

    /// Gives money back, unless that was done before.
    ///
    /// @param amount in Stripe's units
    void refund(RefundToMake refund, long amount) {
        // Stripe forgets its keys after a day; it may be asked again later.
        for (JsonNode made : refunds(refund.payment())) {
            if (made.path("metadata").path(REFUND).asText().equals(refund.id())
                    && made.path("amount").asLong() == amount) {
                return;
            }
        }
        refund.ifNew().run();
        RefundCreateParams wanted =
                RefundCreateParams.builder()
                        .setPaymentIntent(refund.payment())
                        .setAmount(amount)
                        .putMetadata(REFUND, refund.id())
                        .putMetadata(NOTE, shortened(refund.note(), NOTE_LENGTH_MAX))
                        .build();
        made(() -> client.v1().refunds().create(wanted, once(refund.id())));
    }

    /// A session, with its payment expanded.
    JsonNode session(String id) {
        return got(SESSIONS + id + "?expand%5B%5D=payment_intent");
    }

    /// A payment.
    JsonNode payment(String id) {
        return got(PAYMENTS + id);
    }

    /// All refunds of a payment.
    List<JsonNode> refunds(String payment) {
        return all("/v1/refunds", "payment_intent=" + payment);
    }

    /// All disputes of a payment.
    List<JsonNode> disputes(String payment) {
        return all("/v1/disputes", "payment_intent=" + payment);
    }

    /// A page of what moved on the balance, newest first, each with what moved it.
    ///
    /// @param fromS seconds since 1970, as the next
    /// @param toS not included
    /// @param after id of the last one of the page before; empty for the first page
    JsonNode movements(long fromS, long toS, String after) {
        JsonNode answer =
                got(
                        "/v1/balance_transactions?limit="
                                + PAGE
                                + "&expand%5B%5D=data.source&created%5Bgte%5D="
                                + fromS
                                + "&created%5Blt%5D="
                                + toS
                                + (after.isEmpty() ? "" : "&starting_after=" + after));
        if (!answer.path("data").isArray()) {
            throw StripeStates.notUnderstood("no list of movements");
        }
        return answer;
    }

    private List<JsonNode> all(String path, String of) {
        List<JsonNode> found = new ArrayList<>();
        String after = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            JsonNode answer = got(path + "?limit=" + PAGE + "&" + of + after);
            if (!answer.path("data").isArray()) {
                throw StripeStates.notUnderstood("no list of " + path);
            }
            answer.path("data").forEach(found::add);
            if (!answer.path("has_more").asBoolean()) {
                return found;
            }
            after = "&starting_after=" + StripeJson.id(found.getLast(), "id");
        }
        throw StripeStates.notUnderstood("more than " + found.size() + " of " + path);
    }

    private static String shortened(String text, int lengthMax) {
        return text.length() <= lengthMax ? text : text.substring(0, lengthMax);
    }

    private static RequestOptions once(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    private JsonNode got(String path) {
        return answer(() -> client.rawRequest(RequestMethod.GET, path, null));
    }

    private <T extends StripeObject> JsonNode made(Call<T> call) {
        return answer(() -> last(call));
    }

    private static <T extends StripeObject> StripeResponse last(Call<T> call)
            throws StripeException {
        try {
            return Objects.requireNonNull(call.make().getLastResponse());
        } catch (RuntimeException e) {
            // The SDK trips over fields of other kinds than it knows.
            throw StripeStates.notUnderstood("an answer that its SDK cannot read");
        }
    }

    private static JsonNode read(StripeResponse response) {
        return StripeJson.read(response.body().getBytes(StandardCharsets.UTF_8));
    }

    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED
    private JsonNode answer(Call<StripeResponse> call) {
        try {
            return read(call.make());
        } catch (StripeException e) {
            throw failures.of(e);
        }
    }
}
