package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Approval;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// What exactly was asked, by whom, and what it would do.
final class ApprovalFacts extends VBox {
    private static final int HASH_SHOWN = 12;

    private final Workbench bench;
    private final Label amount = new Label();
    private final Label state = new Label();
    private final GridPane grid = new GridPane(16, 6);
    private final Label explained = new Label();

    ApprovalFacts(Workbench bench) {
        super(12);
        this.bench = bench;
        amount.getStyleClass().add("screen-title");
        amount.setId("approval-amount");
        state.setId("approval-state");
        explained.setWrapText(true);
        explained.setId("approval-explained");
        explained.getStyleClass().add("watch");
        explained.managedProperty().bind(explained.visibleProperty());
        explained.visibleProperty().bind(explained.textProperty().isNotEmpty());
        ColumnConstraints names = new ColumnConstraints(110);
        ColumnConstraints facts = new ColumnConstraints();
        facts.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, facts);
        getChildren().addAll(new HBox(10, amount, state), grid, explained);
    }

    static String brief(String hash) {
        return hash.substring(0, Math.min(HASH_SHOWN, hash.length()));
    }

    void show(ApprovalModel.Asked asked, String refusal) {
        Formats formats = bench.formats();
        Approval approval = asked.approval();
        amount.setText(AskedWords.exactAmount(approval, formats));
        StateChip.show(state, approval.getState());
        grid.getChildren().clear();
        row(
                "adjust.column.account",
                link(approval.getAccountName(), Route.ACCOUNTS, approval.getAccount()));
        if (approval.hasRefund()) {
            Hyperlink order = link(approval.getOrder(), Route.PAYMENTS, approval.getOrder());
            order.setId("approval-order");
            row("adjust.order", order);
            row("adjust.payment", approval.getRefund().getPayment());
        }
        figures(asked);
        row("adjust.column.reason", AskedWords.reason(approval));
        row("adjust.column.note", AskedWords.note(approval));
        if (approval.getRequest().getExpiresAtMs() != 0) {
            row("adjust.expires", formats.instant(approval.getRequest().getExpiresAtMs()));
        }
        decision(approval);
        row("adjust.hash", brief(approval.getRequestHash()));
        explained.setText(ApprovalsModel.isPending(approval) ? refusal : "");
    }

    private Hyperlink link(String text, Route route, String id) {
        Hyperlink link = new Hyperlink(text);
        link.setOnAction(_ -> bench.navigator().open(Address.of(route, id)));
        return link;
    }

    // What it would do, while it waits.
    private void figures(ApprovalModel.Asked asked) {
        Formats formats = bench.formats();
        long now = asked.balance().getBalanceNanos();
        if (!ApprovalsModel.isPending(asked.approval())) {
            row("adjust.balance", formats.exactMoney(now));
            return;
        }
        long change = asked.changeNanos();
        row("adjust.balance", fromTo(now, now + change));
        if (asked.balance().hasAvailableNanos()) {
            long available = asked.balance().getAvailableNanos();
            row("adjust.available", fromTo(available, available + change));
        }
        if (asked.approval().getRefund().getEvenBelowZero()) {
            row("adjust.even-below", Texts.of("adjust.even-below.text"));
        }
    }

    private String fromTo(long from, long to) {
        Formats formats = bench.formats();
        return Texts.of("adjust.from-to", formats.exactMoney(from), formats.exactMoney(to));
    }

    private void decision(Approval approval) {
        Formats formats = bench.formats();
        boolean isPending = ApprovalsModel.isPending(approval);
        row(
                "adjust.asked-by",
                Texts.of(
                        "adjust.who-when",
                        approval.getRequesterName(),
                        formats.relative(approval.getRequestedAtMs())));
        if (isPending) {
            row("adjust.open-until", formats.relative(approval.getExpiresAtMs()));
        } else if (!approval.getDeciderName().isEmpty()) {
            row(
                    "adjust.decided-by",
                    Texts.of(
                            "adjust.who-when",
                            approval.getDeciderName(),
                            formats.relative(approval.getDecidedAtMs())));
        }
        if (!approval.getOutcome().isEmpty()) {
            row("adjust.outcome", approval.getOutcome());
        }
    }

    private void row(String name, String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setId(name.replace('.', '-'));
        row(name, label);
    }

    private void row(String name, Node value) {
        Label heading = new Label(Texts.of(name));
        heading.getStyleClass().add("muted");
        heading.setLabelFor(value);
        GridPane.setValignment(heading, VPos.TOP);
        grid.addRow(grid.getRowCount(), heading, value);
    }
}
