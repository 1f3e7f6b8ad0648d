package io.weighbridge.console.feature.usage.record;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.UsageRecord;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// One record: why it was charged what it was, the call behind it, and the way to give it back.
public final class RecordView implements Screen {
    private static final double WIDE = 860;

    private final Workbench bench;
    private final Formats formats;
    private final boolean isDrawer;
    private final RecordModel model;
    private final VBox content = new VBox(12);
    private final StatePane state;
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();
    private final SimpleStringProperty refusal = new SimpleStringProperty("");

    public RecordView(String id, Workbench bench, boolean isDrawer) {
        this.bench = bench;
        this.formats = bench.formats();
        this.isDrawer = isDrawer;
        this.model = new RecordModel(bench.client(), bench.background(), id);
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        content.setMaxWidth(WIDE);
        state =
                new StatePane(
                        scroll,
                        Texts.of("usage.record.none"),
                        Texts.of("usage.record.none.text"),
                        model::read);
        VBox.setVgrow(state, Priority.ALWAYS);
        node = new VBox(12, state);
        node.getStyleClass().addAll("screen", "usage-record");
        model.stateProperty().subscribe(this::take);
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("usage.record.title");
    }

    @Override
    public void shown() {
        subscriptions.add(
                bench.actions()
                        .bind(
                                ConsoleAction.GIVE_BACK,
                                new Actions.Binding(this::giveBack, refusal)));
        subscriptions.add(
                bench.actions()
                        .bind(
                                ConsoleAction.RELOAD,
                                new Actions.Binding(model::read, new SimpleStringProperty(""))));
        model.read();
    }

    @Override
    public void hidden() {
        subscriptions.clear();
        model.cancel();
    }

    private void take(Loadable<RecordModel.Explained> now) {
        state.show(now);
        if (now instanceof Loadable.Ready<RecordModel.Explained>(RecordModel.Explained read)) {
            refusal.set(refusal(read.record()));
            content.getChildren().clear();
            if (!isDrawer) {
                content.getChildren().add(Shell.heading(title()));
            }
            content.getChildren()
                    .addAll(chips(read.record()), why(read), giveBackLine(read.record()));
            content.getChildren().add(new RecordFacts(read, bench).node());
        }
    }

    private FlowPane chips(UsageRecord record) {
        FlowPane chips = new FlowPane(6, 6);
        boolean isOk = record.getOutcome() == Outcome.OUTCOME_OK;
        chips.getChildren()
                .add(
                        chip(
                                Texts.of("usage.outcome." + record.getOutcome().name()),
                                isOk ? "ok" : "watch"));
        if (record.getWrittenOff()) {
            chips.getChildren().add(chip(Texts.of("usage.state.written-off"), "blocked"));
        } else if (record.hasRatedChargeNanos()) {
            chips.getChildren().add(chip(Texts.of("usage.state.rated"), "watch"));
        } else if (!record.getUnratedReason().isEmpty()) {
            chips.getChildren().add(chip(Texts.of("usage.state.unrated"), "over"));
        }
        if (record.getRefundedNanos() > 0) {
            Label refunded =
                    chip(
                            Texts.of(
                                    "usage.record.refunded",
                                    formats.exactMoney(record.getRefundedNanos())),
                            "watch");
            refunded.setId("record-refunded");
            chips.getChildren().add(refunded);
        }
        if (record.getOverrunNanos() > 0) {
            chips.getChildren()
                    .add(
                            chip(
                                    Texts.of(
                                            "usage.record.overrun",
                                            formats.exactMoney(record.getOverrunNanos())),
                                    "over"));
        }
        return chips;
    }

    private static Label chip(String text, String style) {
        Label chip = new Label(text);
        chip.getStyleClass().addAll("chip", style);
        return chip;
    }

    private VBox why(RecordModel.Explained read) {
        UsageRecord record = read.record();
        Label heading = new Label(Texts.of("usage.record.why"));
        heading.getStyleClass().add("section-title");
        VBox card = new VBox(10, heading);
        card.getStyleClass().add("card");
        boolean isUnrated = !record.getUnratedReason().isEmpty();
        if (isUnrated) {
            Label text = new Label(Texts.of("usage.record.unrated", record.getUnratedReason()));
            text.setWrapText(true);
            text.setId("record-unrated");
            card.getChildren().add(text);
        }
        if (!record.getEstimatedBy().isEmpty()) {
            Label text = new Label(Texts.of("usage.record.estimated", record.getEstimatedBy()));
            text.setWrapText(true);
            text.setId("record-estimated");
            card.getChildren().add(text);
        }
        if (isUnrated && !record.hasRatedChargeNanos() && !record.getWrittenOff()) {
            Hyperlink queue = new Hyperlink(Texts.of("usage.record.unrated.queue"));
            queue.setOnAction(
                    _ -> bench.navigator().open(Address.of(Route.PRICES).with("tab", "unrated")));
            card.getChildren().add(queue);
        } else if (!record.getWrittenOff()) {
            card.getChildren()
                    .add(
                            new WaterfallPane(
                                    read.waterfall(),
                                    Texts.of("usage.tier." + record.getTier().name()),
                                    formats,
                                    !isDrawer));
        }
        return card;
    }

    // As the contract's access option of RefundUsage says.
    private String refusal(UsageRecord record) {
        Role role = bench.me().getRole();
        if (role != Role.ROLE_ADMIN && role != Role.ROLE_FINANCE) {
            return Texts.of("usage.give-back.role", Texts.of("common.role." + role.name()));
        }
        return GiveBackModel.leftNanos(record) <= 0 ? Texts.of("usage.give-back.nothing") : "";
    }

    private HBox giveBackLine(UsageRecord record) {
        Button button = Described.button(ConsoleAction.GIVE_BACK, this::giveBack);
        button.setId("give-back");
        String why = refusal(record);
        button.setDisable(!why.isEmpty());
        Label reason = new Label(why);
        reason.setId("give-back-refusal");
        reason.setWrapText(true);
        reason.getStyleClass().add("muted");
        HBox line = new HBox(10, button, reason);
        button.setMinWidth(Button.USE_PREF_SIZE);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void giveBack() {
        // A key that is held down opens one sheet.
        if (bench.overlay().isShowing()) {
            return;
        }
        if (model.stateProperty().get()
                instanceof Loadable.Ready<RecordModel.Explained>(RecordModel.Explained read)) {
            bench.overlay().show(new GiveBackSheet(bench, read.record(), model::read).sheet());
        }
    }
}
