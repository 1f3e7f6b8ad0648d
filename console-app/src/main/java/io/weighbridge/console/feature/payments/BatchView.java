package io.weighbridge.console.feature.payments;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.ChipCell;
import io.weighbridge.console.control.Facts;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.TabbedList;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.CodeState;
import io.weighbridge.proto.v1.CodesGrpc;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

/// One batch of codes: what they are worth, how each stands, and what can be done about them.
final class BatchView implements Screen {
    private static final int POLL_MS = 5_000;

    private final Workbench bench;
    private final Formats formats;
    private final boolean isDrawer;
    private final BatchModel model;
    private final TabbedList<CodeRow> codes;
    private final ComboBox<CodeState> state = new ComboBox<>();
    private final StringProperty noTell = new SimpleStringProperty("");
    private final StringProperty noVoid = new SimpleStringProperty("");
    private final StringProperty noVoidCode = new SimpleStringProperty("");
    private final Actions.Binding tell = new Actions.Binding(this::tell, noTell);
    private final Actions.Binding voidBatch = new Actions.Binding(this::voidBatch, noVoid);
    private final Actions.Binding voidCode = new Actions.Binding(this::voidCode, noVoidCode);
    private final VBox head = new VBox(12);
    private final StatePane pane;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Ticker ticker;
    private @Nullable CodeBatch seen;

    BatchView(Address address, Workbench bench, boolean isDrawer) {
        this.bench = bench;
        this.formats = bench.formats();
        this.isDrawer = isDrawer;
        CodesModel all = new CodesModel(bench.client(), formats.clock());
        model = new BatchModel(bench.client(), all, bench.background(), address.id());
        StateBox.fill(
                state,
                CodeState.class,
                "payments.all",
                CodeTables::state,
                "batch-code-state",
                "payments.column.state");
        codes =
                new TabbedList<>(
                                bench,
                                "payments.",
                                "of-batch",
                                CodeTables.codes(formats).onSelect(this::forbid),
                                () ->
                                        new TabbedList.Wanted<>(
                                                state.getValue(),
                                                all.codes(address.id(), state.getValue())),
                                state)
                        .leadingTo(row -> row.code().getAccount(), this::inspect)
                        .filteredBy(state);
        VBox.setVgrow(codes.node(), Priority.ALWAYS);
        VBox content = new VBox(12, head, buttons(), codes.node());
        pane = new StatePane(content, Texts.of("payments.batch.none"), "", this::read);
        pane.getStyleClass().addAll("screen", "payments");
        ticker = new Ticker(POLL_MS, bench.background().fx(), this::poll);
        forbid();
    }

    private FlowPane buttons() {
        Button voidButton = Buttons.button(ConsoleAction.DISCARD, voidBatch, "batch-void");
        voidButton.setText(Texts.of("payments.void.action"));
        return new FlowPane(
                8,
                8,
                Buttons.of(ConsoleAction.TELL_CODES, tell, "batch-tell"),
                Buttons.room(voidButton, voidBatch),
                Buttons.of(ConsoleAction.VOID_CODE, voidCode, "batch-void-code"),
                audit());
    }

    // Who made it stands there, and why.
    private Button audit() {
        Button audit = new Button(Texts.of("payments.batch.audit"));
        audit.setId("batch-audit");
        audit.getStyleClass().add("flat");
        audit.setVisible(Route.AUDIT.isFor(bench.me().getRole()));
        audit.managedProperty().bind(audit.visibleProperty());
        audit.setOnAction(
                _ -> {
                    CodeBatch now = seen;
                    if (now != null) {
                        bench.navigator()
                                .open(Address.of(Route.AUDIT).with("target", now.getBatch()));
                    }
                });
        return audit;
    }

    private void inspect(String account) {
        Address address = Address.of(Route.ACCOUNTS, account);
        if (isDrawer) {
            bench.navigator().open(address);
        } else {
            bench.navigator().inspect(address);
        }
    }

    private void forbid() {
        CodeBatch now = seen;
        if (now == null) {
            return;
        }
        noTell.set(
                either(
                        RoleCheck.refusal(bench.me(), CodesGrpc.getExportCodesMethod()),
                        now.getVoidedAtMs() != 0
                                ? "payments.told.void"
                                : now.getExportedAtMs() != 0 ? "payments.told.before" : ""));
        noVoid.set(
                either(
                        RoleCheck.refusal(bench.me(), CodesGrpc.getVoidBatchMethod()),
                        now.getVoidedAtMs() != 0
                                ? "payments.void.before"
                                : now.getLeft() == 0 ? "payments.void.nothing" : ""));
        CodeRow row = codes.table().selected();
        noVoidCode.set(
                either(
                        RoleCheck.refusal(bench.me(), CodesGrpc.getVoidCodeMethod()),
                        row == null
                                ? "payments.void.code.none"
                                : row.code().getState() != CodeState.CODE_STATE_UNUSED
                                        ? "payments.void.code.over"
                                        : ""));
    }

    private static String either(String role, String key) {
        return role.isEmpty() && !key.isEmpty() ? Texts.of(key) : role;
    }

    private void tell() {
        CodeBatch now = seen;
        if (now != null) {
            model.tell(
                    told -> {
                        codes.read();
                        ToldCodesSheet.show(bench, now, told);
                    },
                    failure ->
                            bench.toasts()
                                    .failed(
                                            failure.isConnection()
                                                    ? Texts.of("payments.told.lost", failure.text())
                                                    : failure.text()));
        }
    }

    private void voidBatch() {
        CodeBatch now = seen;
        if (now != null) {
            VoidSheet.batch(bench, model, now, codes::read);
        }
    }

    private void voidCode() {
        CodeRow row = codes.table().selected();
        if (row != null) {
            VoidSheet.code(bench, model, row.code(), codes::read);
        }
    }

    private void show(Loadable<CodeBatch> now) {
        if (now instanceof Loadable.Ready<CodeBatch>(CodeBatch batch)) {
            boolean isOther = !batch.equals(seen);
            seen = batch;
            forbid();
            if (isOther) {
                head.getChildren().clear();
                if (!isDrawer) {
                    head.getChildren().add(Shell.heading(title()));
                }
                head.getChildren().add(facts(batch));
                boolean isUntold = batch.getExportedAtMs() == 0 && batch.getVoidedAtMs() == 0;
                codes.sayEmpty(
                        Texts.of(isUntold ? "payments.of-batch.untold" : "payments.of-batch.empty"),
                        Texts.of(isUntold ? "payments.untold.why" : "payments.of-batch.why"));
                codes.read();
            }
        }
        pane.show(now);
    }

    private Node facts(CodeBatch batch) {
        BatchState how = BatchState.of(batch, formats.clock().millis());
        Label chip = new Label(how.text());
        chip.setId("batch-state");
        ChipCell.dress(chip, how.style());
        Label counts =
                new Label(
                        Texts.of(
                                "payments.batch.counts",
                                formats.count(batch.getUsed()),
                                formats.count(batch.getLeft()),
                                formats.count(batch.getVoided())));
        counts.setId("batch-counts");
        String worth =
                Texts.of(
                        "payments.batch.worth",
                        formats.count(batch.getCount()),
                        formats.exactMoney(batch.getAmountNanos()),
                        formats.exactMoney(
                                Math.multiplyExact(batch.getAmountNanos(), batch.getCount())));
        Facts facts =
                new Facts()
                        .with("payments.column.state", chip)
                        .with("payments.batch.worth.name", worth)
                        .with("payments.batch.counts.name", counts)
                        .with(
                                "payments.column.credited",
                                formats.exactMoney(batch.getCreditedNanos()))
                        .with("payments.column.until", at(batch.getRedeemUntilMs()))
                        .with("payments.column.made-by", batch.getMadeBy())
                        .with(
                                "payments.batch.expires",
                                batch.getCreditExpiresDays() > 0
                                        ? Texts.of(
                                                "payments.batch.days",
                                                formats.count(batch.getCreditExpiresDays()))
                                        : TimeInput.endText(
                                                batch.getCreditExpiresAtMs(), formats.zone()))
                        .with(
                                "payments.batch.once",
                                Texts.of(
                                        batch.getOncePerAccount()
                                                ? "payments.batch.once.yes"
                                                : "payments.batch.once.no"))
                        .with("payments.column.made", formats.instant(batch.getCreatedAtMs()))
                        .with("payments.batch.told", formats.instant(batch.getExportedAtMs()))
                        .with("payments.batch.voided", formats.instant(batch.getVoidedAtMs()))
                        .with("payments.column.batch", batch.getBatch());
        return Facts.card(
                isDrawer ? batch.getCampaign() : Texts.of("payments.column.batch"), facts.node());
    }

    private String at(long atMs) {
        return TimeInput.endText(atMs, formats.zone()) + "  (" + formats.relative(atMs) + ")";
    }

    private void read() {
        model.read();
        codes.read();
    }

    private void poll() {
        model.poll();
        codes.poll();
    }

    @Override
    public Parent node() {
        return pane;
    }

    @Override
    public String title() {
        CodeBatch now = seen;
        return now == null
                ? Texts.of("payments.column.batch")
                : Texts.of("payments.batch.title", now.getCampaign());
    }

    @Override
    public void shown() {
        subscriptions.watch(model.stateProperty(), this::show);
        subscriptions.add(state.valueProperty().subscribe((_, _) -> codes.read())::unsubscribe);
        codes.bindTo(subscriptions);
        bind(ConsoleAction.TELL_CODES, tell);
        bind(ConsoleAction.DISCARD, voidBatch);
        bind(ConsoleAction.VOID_CODE, voidCode);
        bind(ConsoleAction.RELOAD, new Actions.Binding(this::read, new SimpleStringProperty("")));
        bind(
                ConsoleAction.FILTER,
                new Actions.Binding(codes::focusFilter, new SimpleStringProperty("")));
        read();
        ticker.start();
    }

    private void bind(ConsoleAction action, Actions.Binding binding) {
        subscriptions.add(bench.actions().bind(action, binding));
    }

    @Override
    public void hidden() {
        ticker.stop();
        model.cancel();
        codes.cancel();
        subscriptions.clear();
    }
}
