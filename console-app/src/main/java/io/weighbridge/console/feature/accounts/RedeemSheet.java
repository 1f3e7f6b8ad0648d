package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.client.Failure;
import io.weighbridge.console.control.CheckedField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.RedeemCodeReply;

/// Asks for a redemption code, and gives the account its credit.
final class RedeemSheet {
    private final Workbench bench;
    private final RedeemModel model;
    private final Account account;
    private final Runnable changed;
    private final CheckedField code =
            new CheckedField(
                    "redeem-code",
                    Texts.of("accounts.redeem.code"),
                    Texts.of("accounts.redeem.hint"));
    private final Sheet sheet;

    private RedeemSheet(Workbench bench, Account account, Runnable changed) {
        this.bench = bench;
        this.model = new RedeemModel(bench.client(), bench.background(), account.getId());
        this.account = account;
        this.changed = changed;
        sheet =
                new Sheet(
                        Texts.of("accounts.redeem.title", account.getName()),
                        Texts.of("accounts.redeem.text"),
                        Texts.of("accounts.redeem.verb"));
        code.field().setPromptText(Texts.of("accounts.redeem.prompt"));
        sheet.with(code);
        sheet.confirmButton().setId("redeem-confirm");
        sheet.onConfirm(this::redeem);
    }

    static void show(Workbench bench, Account account, Runnable changed) {
        bench.overlay().show(new RedeemSheet(bench, account, changed).sheet);
    }

    private void redeem() {
        String problem = RedeemModel.problem(code.text());
        code.problem(problem);
        sheet.problem("");
        if (problem.isEmpty()) {
            sheet.busy(true);
            model.redeem(code.text(), this::answered, this::failed);
        }
    }

    private void answered(RedeemCodeReply reply) {
        if (reply.hasRedeemed()) {
            // Who has it has its credit, until it is used: it is left nowhere.
            code.field().clear();
            sheet.leave();
            bench.toasts()
                    .done(
                            RedeemModel.redeemed(
                                    reply.getRedeemed(), account.getName(), bench.formats()));
            changed.run();
            return;
        }
        sheet.busy(false);
        code.problem(RedeemModel.refused(reply.getRefused()));
    }

    private void failed(Failure failure) {
        sheet.problem(failure.text());
    }
}
