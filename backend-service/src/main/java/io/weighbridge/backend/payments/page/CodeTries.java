package io.weighbridge.backend.payments.page;

import io.weighbridge.backend.codes.Redemption;
import io.weighbridge.backend.codes.Redemptions;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.ActorKind;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.AddressLimits;
import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.platform.net.KeyedLimits;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

/// Codes that are typed at an order's page. Those that give nothing are bounded for each order and
/// for each address. Behind a web server all customers are one address.
final class CodeTries {
    private static final int OF_ORDER_AT_ONCE = 5;
    private static final long OF_ORDER_REFILL_MS = 60_000;
    private static final int OF_ADDRESS_AT_ONCE = 30;
    private static final long OF_ADDRESS_REFILL_MS = 2_000;

    private final Redemptions redemptions;
    private final KeyedLimits<Long> ofOrder;
    private final AddressLimits ofAddress;

    CodeTries(Redemptions redemptions, TimeSource time) {
        this.redemptions = redemptions;
        ofOrder = new KeyedLimits<>(time, OF_ORDER_AT_ONCE, OF_ORDER_REFILL_MS);
        ofAddress = new AddressLimits(time, "codes", OF_ADDRESS_AT_ONCE, OF_ADDRESS_REFILL_MS);
    }

    /// Redeems a code for the account of an order.
    ///
    /// @param code a secret, as it was typed
    /// @param peer who typed it: an address
    /// @return what the page says of it
    Said redeem(OrderView view, String code, String peer) {
        IpAddress from = IpAddress.parse(peer);
        long order = view.order().id();
        try {
            ofAddress.take(from);
            if (ofOrder.take(order) > 0) {
                ofAddress.giveBack(from);
                return tooMany();
            }
            Act act = new Act(ActorKind.LOCAL, 0, "payments/page", 0, 0, peer, "", "");
            Redemption came = redemptions.redeem(view.order().accountId(), code, act);
            if (came instanceof Redemption.Redeemed) {
                ofOrder.giveBack(order);
                ofAddress.giveBack(from);
            }
            return said(came, view.currency());
        } catch (Fault fault) {
            return fault.code() == ErrorCode.TOO_MANY_ATTEMPTS
                    ? tooMany()
                    : Said.problem(
                            "That is not possible at the moment. Try the same code again in a"
                                    + " minute: it is never lost.");
        }
    }

    private static Said tooMany() {
        return Said.problem("Too many codes were tried. Wait some minutes, then try again.");
    }

    private static Said said(Redemption came, String currency) {
        return switch (came) {
            case Redemption.Redeemed done ->
                    Said.done(
                            Html.money(done.amountNanos(), currency)
                                    + (done.repeated()
                                            ? " of credit are in the account already by this code;"
                                                    + " they can be used until "
                                            : " of credit were added to the account; they can be"
                                                    + " used until ")
                                    + Html.when(done.expiresAtMs())
                                    + ".");
            case Redemption.Refused refused -> Said.problem(why(refused.reason()));
        };
    }

    private static String why(Redemption.Reason reason) {
        return switch (reason) {
            case MISTYPED ->
                    "That is no code. Look again at each character; a code has 18 of them after"
                            + " WB.";
            case UNKNOWN -> "There is no such code.";
            case USED -> "This code was used already.";
            case EXPIRED -> "This code can be redeemed no more: its time is over.";
            case VOID -> "This code does not count any more.";
            case ONE_PER_ACCOUNT -> "This account has used a code of this campaign already.";
            case ACCOUNT_SUSPENDED -> "This account is suspended, and takes no codes.";
        };
    }
}
