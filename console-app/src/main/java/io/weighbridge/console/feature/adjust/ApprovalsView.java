package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.MoreRows;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Approval;

import javafx.beans.property.SimpleStringProperty;
import javafx.css.PseudoClass;
import javafx.scene.Parent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;

/// The queue of adjustments and refunds that wait for a second person.
public final class ApprovalsView implements Screen {
    private static final int POLL_MS = 5_000;
    private static final PseudoClass WAITING = PseudoClass.getPseudoClass("waiting");

    private final Workbench bench;
    private final ApprovalsModel model;
    private final DataTable<Approval> table;
    private final StatePane pane;
    private final LimitsPane limits;
    private final VBox node;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Ticker ticker;
    private boolean hasScrolled;
    private boolean hasFocused;

    public ApprovalsView(Workbench bench) {
        this.bench = bench;
        this.model = new ApprovalsModel(bench.client(), bench.background());
        this.ticker = new Ticker(POLL_MS, bench.background().fx(), this::poll);
        this.table = table();
        this.pane =
                new StatePane(
                        table.node(),
                        Texts.of("adjust.queue.empty"),
                        Texts.of("adjust.queue.why"),
                        model::read);
        VBox.setVgrow(pane, Priority.ALWAYS);
        this.limits = new LimitsPane(bench, model);
        this.node = new VBox(Shell.heading(title()), pane, limits);
        node.getStyleClass().add("screen");
    }

    private DataTable<Approval> table() {
        Formats formats = bench.formats();
        DataTable<Approval> made =
                new DataTable<Approval>(title(), Approval::getId)
                        .drawn(
                                Texts.of("adjust.column.state"),
                                105,
                                null,
                                approval -> StateChip.text(approval.getState()),
                                _ -> new StateChip())
                        .text(
                                Texts.of("adjust.column.when"),
                                100,
                                approval -> formats.relative(approval.getRequestedAtMs()))
                        .text(Texts.of("adjust.column.who"), 100, Approval::getRequesterName)
                        .text(Texts.of("adjust.column.account"), 170, Approval::getAccountName)
                        .figure(
                                Texts.of("adjust.column.amount"),
                                110,
                                AskedWords::amountNanos,
                                approval -> AskedWords.amount(approval, formats),
                                approval -> formats.exactMoney(AskedWords.amountNanos(approval)))
                        .text(Texts.of("adjust.column.reason"), 130, AskedWords::reason)
                        .text(Texts.of("adjust.column.note"), 220, AskedWords::note)
                        .text(Texts.of("adjust.column.decider"), 110, Approval::getDeciderName)
                        .onOpen(approval -> bench.navigator().inspect(address(approval)))
                        .decorate(
                                (row, approval) ->
                                        row.pseudoClassStateChanged(
                                                WAITING, ApprovalsModel.isPending(approval)))
                        .remember(bench.settings(), "approvals");
        made.node().getColumns().forEach(column -> column.setSortable(false));
        made.node().setId("approvals-table");
        MoreRows.follow(
                made.node(),
                () -> {
                    hasScrolled = true;
                    model.more();
                });
        return made;
    }

    private static Address address(Approval approval) {
        return Address.of(Route.APPROVALS, approval.getId());
    }

    // Who has gone on to older pages is not thrown back to the first.
    private void poll() {
        if (!hasScrolled && !model.isReading()) {
            model.read();
        }
    }

    private void reload() {
        hasScrolled = false;
        model.read();
    }

    private void show(Loadable<List<Approval>> state) {
        if (state instanceof Loadable.Ready<List<Approval>>(List<Approval> rows)) {
            table.setRows(rows);
        }
        pane.show(state);
        if (!hasFocused && state instanceof Loadable.Ready<?>) {
            hasFocused = true;
            table.node().requestFocus();
        }
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("shell.route.approvals");
    }

    @Override
    public void shown() {
        hasFocused = false;
        subscriptions.watch(model.stateProperty(), this::show);
        subscriptions.add(bind(ConsoleAction.RELOAD, this::reload));
        subscriptions.add(bench.actions().bind(ConsoleAction.EDIT, limits.edit()));
        subscriptions.add(
                bind(
                        ConsoleAction.OPEN,
                        () -> {
                            Approval chosen = table.selected();
                            if (chosen != null) {
                                bench.navigator().open(address(chosen));
                            }
                        }));
        ticker.start();
    }

    private Runnable bind(ConsoleAction action, Runnable run) {
        return bench.actions().bind(action, new Actions.Binding(run, new SimpleStringProperty("")));
    }

    @Override
    public void hidden() {
        ticker.stop();
        model.cancel();
        subscriptions.clear();
    }
}
