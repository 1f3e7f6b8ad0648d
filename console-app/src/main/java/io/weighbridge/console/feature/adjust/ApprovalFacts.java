package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AdjustCreditRequest;
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
        AdjustCreditRequest request = approval.getRequest();
        amount.setText(formats.exactChange(request.getAmountNanos()));
        StateChip.show(state, approval.getState());
        grid.getChildren().clear();
        Hyperlink account = new Hyperlink(approval.getAccountName());
        account.setOnAction(
                _ -> bench.navigator().open(Address.of(Route.ACCOUNTS, request.getAccount())));
        row("adjust.column.account", account);
        long now = asked.balance().getBalanceNanos();
        boolean isPending = ApprovalsModel.isPending(approval);
        row(
                "adjust.balance",
                isPending
                        ? Texts.of(
                                "adjust.from-to",
                                formats.exactMoney(now),
                                formats.exactMoney(now + request.getAmountNanos()))
                        : formats.exactMoney(now));
        if (isPending && asked.balance().hasAvailableNanos()) {
            long available = asked.balance().getAvailableNanos();
            row(
                    "adjust.available",
                    Texts.of(
                            "adjust.from-to",
                            formats.exactMoney(available),
                            formats.exactMoney(available + request.getAmountNanos())));
        }
        row("adjust.column.reason", ReasonKeys.text(request.getReason()));
        row("adjust.column.note", request.getNote());
        if (request.getExpiresAtMs() != 0) {
            row("adjust.expires", formats.instant(request.getExpiresAtMs()));
        }
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
        row("adjust.hash", brief(approval.getRequestHash()));
        explained.setText(isPending ? refusal : "");
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
