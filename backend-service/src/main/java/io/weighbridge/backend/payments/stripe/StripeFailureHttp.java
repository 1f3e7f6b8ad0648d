package io.weighbridge.backend.payments.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeError;

import io.weighbridge.backend.payments.provider.CardAnswer;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/// Stripe's errors as faults. Texts are cut, and whatever looks like a secret is taken out: an
/// error text may quote what was sent.
final class StripeFailureHttp {
    private static final int TEXT_LENGTH_MAX = 200;
    private static final int TOO_OFTEN = 429;
    private static final int CONFLICT = 409;
    private static final Pattern SECRETS =
            Pattern.compile("(?:sk|rk|pk|whsec)_[A-Za-z0-9_*/+=.-]{4,}");

    private final StripeSettings settings;

    StripeFailureHttp(StripeSettings settings) {
        this.settings = settings;
    }

    /// What it means to us: later, or never.
    Fault of(StripeException e) {
        int status = e.getStatusCode() == null ? 0 : e.getStatusCode();
        if (status == 401 || status == 403) {
            return unavailable(
                    "Stripe does not take our key for this ("
                            + status
                            + "); see stripe.secret_key");
        }
        // Neither an answer of its API nor anything that it will ever say: a proxy, a fault.
        StripeError error = e.getStripeError();
        boolean isItsFault = status < 400 || status >= 500 || error == null;
        if (isItsFault || status == TOO_OFTEN || status == CONFLICT) {
            return unavailable(status == 0 ? "Stripe does not answer" : "Stripe answers " + status);
        }
        return Fault.of(
                ErrorCode.PROVIDER_REFUSED,
                "stripe: "
                        + status
                        + " "
                        + clean(error.getCode() == null ? error.getType() : error.getCode())
                        + ": "
                        + clean(error.getMessage()));
    }

    /// What a charge to a saved card came to when Stripe refused it.
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE: it may have happened
    CardAnswer.Declined declined(StripeException e) {
        Fault fault = of(e);
        StripeError error = e.getStripeError();
        // The same key with another content: what the first one came to is found out later.
        if (fault.code() != ErrorCode.PROVIDER_REFUSED
                || error == null
                || "idempotency_error".equals(error.getType())) {
            throw fault.code() == ErrorCode.PROVIDER_REFUSED
                    ? unavailable("another charge has this order's key")
                    : fault;
        }
        String code = error.getDeclineCode() == null ? error.getCode() : error.getDeclineCode();
        if (!"card_error".equals(error.getType())) {
            // No such card or customer: asked again it is the same.
            return new CardAnswer.Declined("", clean(code), true);
        }
        PaymentIntent intent = error.getPaymentIntent();
        String id = intent == null || intent.getId() == null ? "" : intent.getId();
        return StripeIntents.declined(StripeJson.isId(id) ? id : "", clean(code));
    }

    private static Fault unavailable(String what) {
        return Fault.of(
                ErrorCode.PROVIDER_UNAVAILABLE,
                "stripe: " + what + " (expected: an answer; try again later)");
    }

    private String clean(@Nullable String text) {
        if (text == null) {
            return "no text";
        }
        String known = text.replace(settings.secretKey(), "***");
        for (String secret : settings.webhookSecrets()) {
            known = known.replace(secret, "***");
        }
        String cleaned = SECRETS.matcher(known).replaceAll("***").replaceAll("\\p{Cntrl}", " ");
        return cleaned.length() <= TEXT_LENGTH_MAX
                ? cleaned
                : cleaned.substring(0, TEXT_LENGTH_MAX) + "…";
    }
}
