package io.weighbridge.backend.payments.btcpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.payments.provider.RefundPages;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.Nanos;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Refunds of invoices by pull payments: pages where the customer names an address. They are in the
/// order's currency, so that a claim is approved by a person, at the rate of then.
final class BtcpayRefunds implements RefundPages {
    private static final String PREFIX = "Refund ";
    private static final String CHAIN = "-CHAIN";
    private static final String LIGHTNING = "-LN";
    // Its clock may go otherwise than ours.
    private static final long SLACK_S = 60 * 60;

    private final BtcpayHttp server;
    private final BtcpaySettings settings;
    private final TimeSource time;

    BtcpayRefunds(BtcpayHttp server, BtcpaySettings settings, TimeSource time) {
        this.server = server;
        this.settings = settings;
        this.time = time;
    }

    // At most 50 characters, as the server has it.
    private static String name(Asked asked) {
        return PREFIX + asked.id();
    }

    /// By its name, which no other has. Of several, which a server that answered far too late can
    /// leave, the oldest is it.
    @Override
    public Optional<Page> find(Asked asked) {
        return server.pullPayments()
                .valueStream()
                .filter(each -> each.path("name").asText().equals(name(asked)))
                .min(
                        Comparator.comparingLong((JsonNode each) -> startsS(each))
                                .thenComparing(each -> each.path("id").asText()))
                .map(found -> page(found, asked));
    }

    private static long startsS(JsonNode pull) {
        return pull.path("startsAt").asLong();
    }

    // Made of the operator's own address: whatever the server says, customers go nowhere else.
    private Page page(JsonNode pull, Asked asked) {
        String id = pull.path("id").asText();
        requireId(id);
        BigDecimal amount = BigDecimal.valueOf(asked.amountNanos(), 9);
        boolean isIt =
                pull.path("name").asText().equals(name(asked))
                        && pull.path("currency").asText().equalsIgnoreCase(asked.currency())
                        && Amounts.read(pull, "amount").compareTo(amount) == 0;
        if (!isIt) {
            throw BtcpayFault.unavailable(
                    "pull payment " + id + " is not what was asked for",
                    "the name, amount and currency of the request");
        }
        String base = settings.publicUrl().toString();
        return new Page(id, (base.endsWith("/") ? base : base + "/") + "pull-payments/" + id);
    }

    private static void requireId(String id) {
        if (!BtcpayInvoice.isId(id)) {
            throw BtcpayFault.unavailable("an answer that is no pull payment", "Greenfield API 1");
        }
    }

    @Override
    public Page make(Asked asked) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("name", name(asked))
                .put("description", asked.title())
                .put("payoutMethodId", payoutMethod(asked.checkout()))
                .put("refundVariant", "Custom")
                .put("customAmount", Nanos.toDecimal(asked.amountNanos()))
                .put("customCurrency", asked.currency());
        return page(server.refund(asked.checkout(), request), asked);
    }

    // Of the coin that was paid with: on its chain where the invoice could be paid there, as every
    // wallet and exchange has an address.
    private String payoutMethod(String invoiceId) {
        Set<String> offered = new HashSet<>();
        String paid = "";
        for (JsonNode method : server.paymentMethods(invoiceId)) {
            String id = method.path("paymentMethodId").asText();
            offered.add(id);
            paid = paid.isEmpty() || !method.path("payments").isEmpty() ? id : paid;
        }
        int dash = paid.indexOf('-');
        String coin = dash < 0 ? paid : paid.substring(0, dash);
        return offered.contains(coin + CHAIN) ? coin + CHAIN : coin + LIGHTNING;
    }

    /// The page first and its payouts second: of one that is over none is claimed after that.
    @Override
    public Standing ask(String reference, String currency) {
        requireId(reference);
        JsonNode pull = server.pullPayment(reference);
        if (!pull.path("id").asText().equals(reference) || !pull.path("archived").isBoolean()) {
            throw BtcpayFault.unavailable(
                    "it answers with another pull payment than " + reference, "that one");
        }
        long endsS = pull.path("expiresAt").asLong();
        boolean isExpired = endsS > 0 && endsS + SLACK_S < time.wallMs() / 1_000;
        Sums sums = new Sums();
        for (JsonNode payout : server.payouts(reference)) {
            sums.add(payout, currency);
        }
        return new Standing(
                pull.path("archived").asBoolean() || isExpired,
                nanosUp(sums.claimed),
                nanosUp(sums.committed),
                nanosUp(sums.paid));
    }

    private static long nanosUp(BigDecimal amount) {
        return Amounts.nanosDown("the sum of payouts", amount.setScale(9, RoundingMode.UP));
    }

    private static final class Sums {
        private BigDecimal claimed = BigDecimal.ZERO;
        private BigDecimal committed = BigDecimal.ZERO;
        private BigDecimal paid = BigDecimal.ZERO;

        void add(JsonNode payout, String currency) {
            String state = payout.path("state").asText();
            if (state.equals("Cancelled")) {
                return;
            }
            if (!payout.path("originalCurrency").asText().equalsIgnoreCase(currency)) {
                throw BtcpayFault.unavailable(
                        "a payout in " + Check.shown(payout.path("originalCurrency").asText()),
                        currency);
            }
            BigDecimal amount = Amounts.read(payout, "originalAmount");
            claimed = claimed.add(amount);
            switch (state) {
                case "AwaitingApproval" -> {}
                case "AwaitingPayment", "InProgress" -> committed = committed.add(amount);
                case "Completed" -> {
                    committed = committed.add(amount);
                    paid = paid.add(amount);
                }
                default ->
                        throw BtcpayFault.unavailable(
                                "payout state " + Check.shown(state),
                                "AwaitingApproval, AwaitingPayment, InProgress, Completed or"
                                        + " Cancelled");
            }
        }
    }
}
