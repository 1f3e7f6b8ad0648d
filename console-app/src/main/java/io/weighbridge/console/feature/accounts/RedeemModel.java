package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CodeRefusal;
import io.weighbridge.proto.v1.RedeemCodeReply;
import io.weighbridge.proto.v1.RedeemCodeRequest;
import io.weighbridge.proto.v1.RedeemedCode;

import java.util.function.Consumer;

/// Redeems codes for an account. The same code again gives nothing twice.
final class RedeemModel {
    private static final int CHARACTERS_MAX = 100;

    private final BackendClient client;
    private final String account;
    private final Lane lane;

    RedeemModel(BackendClient client, Background background, String account) {
        this.client = client;
        this.account = account;
        this.lane = background.lane();
    }

    /// What is wrong with what was typed; empty when it can be sent.
    static String problem(String code) {
        return code.isBlank() || code.strip().length() > CHARACTERS_MAX
                ? Texts.of("accounts.redeem.missing")
                : "";
    }

    /// Redeems a code.
    void redeem(String code, Consumer<RedeemCodeReply> done, Consumer<Failure> failed) {
        RedeemCodeRequest request =
                RedeemCodeRequest.newBuilder().setAccount(account).setCode(code.strip()).build();
        lane.run(() -> client.codes().redeemCode(request), done, failed);
    }

    /// Why it gave nothing.
    static String refused(CodeRefusal refusal) {
        return Texts.word("accounts.redeem.", refusal.name());
    }

    /// What it gave.
    ///
    /// @param account its name
    static String redeemed(RedeemedCode code, String account, Formats formats) {
        return Texts.of(
                code.getRepeated() ? "accounts.redeem.again" : "accounts.redeem.done",
                account,
                formats.money(code.getAmountNanos()),
                code.getCampaign(),
                formats.instant(code.getExpiresAtMs()));
    }
}
