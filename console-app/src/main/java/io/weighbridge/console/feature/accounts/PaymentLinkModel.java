package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ListProvidersReply;
import io.weighbridge.proto.v1.ListProvidersRequest;
import io.weighbridge.proto.v1.MakeOrderRequest;
import io.weighbridge.proto.v1.OrderTerms;
import io.weighbridge.proto.v1.TopUpOrder;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Makes an order for credit, whose link the customer pays by.
final class PaymentLinkModel {
    private static final int NOTE_MAX = 200;
    // Parts per million to percent.
    private static final int PERCENT_SCALE = 4;

    private final BackendClient client;
    private final String account;
    private final Lane reading;
    private final Lane making;

    PaymentLinkModel(BackendClient client, Background background, String account) {
        this.client = client;
        this.account = account;
        this.reading = background.lane();
        this.making = background.lane();
    }

    /// Reads what orders may be for, and who would take the money.
    void readTerms(Consumer<ListProvidersReply> done, Consumer<Failure> failed) {
        reading.run(
                () -> client.payments().listProviders(ListProvidersRequest.getDefaultInstance()),
                done,
                failed);
    }

    /// The terms in words.
    static String terms(OrderTerms terms, Formats formats) {
        String range =
                Texts.of(
                        "accounts.link.range",
                        formats.money(terms.getLeastNanos()),
                        formats.money(terms.getMostNanos()));
        if (terms.getFeePartsPerMillion() == 0 && terms.getFeeFixedNanos() == 0) {
            return range;
        }
        BigDecimal percent =
                BigDecimal.valueOf(terms.getFeePartsPerMillion(), PERCENT_SCALE)
                        .stripTrailingZeros();
        return range
                + " "
                + Texts.of(
                        "accounts.link.fee",
                        percent.toPlainString(),
                        formats.money(terms.getFeeFixedNanos()));
    }

    /// What is wrong with what was typed; empty when it can be sent.
    ///
    /// @param amount empty lets the customer choose
    static String problem(String amount, String note) {
        OptionalLong nanos = nanos(amount);
        if (nanos.isEmpty() || nanos.getAsLong() < 0 || isNought(amount, nanos.getAsLong())) {
            return Texts.of("accounts.link.amount.wrong");
        }
        return note.strip().length() > NOTE_MAX ? Texts.of("accounts.link.note.long") : "";
    }

    // It would leave the amount to the customer unawares.
    private static boolean isNought(String amount, long nanos) {
        return nanos == 0 && !amount.isBlank();
    }

    private static OptionalLong nanos(String amount) {
        return amount.isBlank() ? OptionalLong.of(0) : MoneyInput.parse(amount);
    }

    /// Makes it.
    void make(String amount, String note, Consumer<TopUpOrder> done, Consumer<Failure> failed) {
        MakeOrderRequest request =
                MakeOrderRequest.newBuilder()
                        .setAccount(account)
                        .setAmountNanos(nanos(amount).orElseThrow())
                        .setNote(note.strip())
                        .build();
        making.run(() -> client.payments().makeOrder(request), done, failed);
    }
}
