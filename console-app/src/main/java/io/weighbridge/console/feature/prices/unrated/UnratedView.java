package io.weighbridge.console.feature.prices.unrated;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.PagedTable;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.words.UnitsText;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;

/// The queue of usage that could not be priced; empty is as it should be.
public final class UnratedView {
    private final Workbench bench;
    private final UnratedModel model;
    private final DataTable<UsageRecord> table;
    private final Button rate = new Button(Texts.of("prices.rate"), new FontIcon("fth-tag"));
    private final Button writeOff =
            new Button(Texts.of("prices.write-off"), new FontIcon("fth-slash"));
    private final Label chosen = Part.muted("");
    private final PagedTable<UsageRecord> list;
    private final StatePane pane;
    private final Subscriptions subscriptions = new Subscriptions();

    /// @param account only its usage; empty for all
    public UnratedView(Workbench bench, String account) {
        this.bench = bench;
        this.model =
                new UnratedModel(bench.client(), bench.operations(), bench.background(), account);
        this.table = makeTable();
        table.node().setId("unrated");
        rate.setId("rate");
        writeOff.setId("write-off");
        rate.setOnAction(_ -> RateSheet.rate(bench, model, table.allSelected()));
        writeOff.setOnAction(_ -> RateSheet.writeOff(bench, model, table.allSelected()));
        Label about = Part.muted(Texts.of("prices.unrated.about"));
        about.setWrapText(true);
        about.setMinHeight(Label.USE_PREF_SIZE);
        HBox tools = new HBox(8, chosen, Part.space(), writeOff, rate);
        tools.setAlignment(Pos.CENTER_LEFT);
        list = new PagedTable<>(table, model.paging(), bench.formats(), "prices.unrated.shown.");
        VBox.setVgrow(list, Priority.ALWAYS);
        pane =
                new StatePane(
                        new VBox(8, about, tools, list),
                        Texts.of("prices.unrated.empty.title"),
                        Texts.of("prices.unrated.empty.text"),
                        model::read);
        table.node()
                .getSelectionModel()
                .getSelectedItems()
                .addListener((ListChangeListener<UsageRecord>) _ -> showChosen());
        showChosen();
    }

    private DataTable<UsageRecord> makeTable() {
        Formats formats = bench.formats();
        return new DataTable<UsageRecord>(Texts.of("prices.tab.unrated"), UsageRecord::getId)
                .figure(
                        Texts.of("prices.unrated.when"),
                        100,
                        UsageRecord::getSettledAtMs,
                        record -> formats.relative(record.getSettledAtMs()),
                        record -> formats.exactInstant(record.getSettledAtMs()))
                .text(Texts.of("prices.unrated.account"), 150, model::account)
                .text(Texts.of("prices.unrated.service"), 130, UsageRecord::getService)
                .text(Texts.of("prices.unrated.reason"), 220, UsageRecord::getUnratedReason)
                .text(Texts.of("prices.unrated.units"), 260, UnratedView::unitsOf)
                .figure(
                        Texts.of("prices.unrated.held"),
                        100,
                        UsageRecord::getHeldNanos,
                        record -> formats.money(record.getHeldNanos()),
                        record -> formats.exactMoney(record.getHeldNanos()))
                .text(Texts.of("prices.version.book"), 180, UsageRecord::getPriceBook)
                .onOpen(record -> bench.navigator().open(Address.of(Route.USAGE, record.getId())))
                .remember(bench.settings(), "price-unrated");
    }

    private static String unitsOf(UsageRecord record) {
        return record.getUnitsCount() == 0
                ? Texts.of("prices.unrated.no-units")
                : UnitsText.of(record.getUnitsList());
    }

    public Parent node() {
        return pane;
    }

    public void shown() {
        subscriptions.watch(model.paging().stateProperty(), this::show);
        String refusal = RoleCheck.refusal(bench.me(), UsageGrpc.getRateUnratedMethod());
        subscriptions.add(bench.actions().bind(ConsoleAction.RATE, Buttons.binding(rate, refusal)));
        subscriptions.add(
                bench.actions().bind(ConsoleAction.WRITE_OFF, Buttons.binding(writeOff, refusal)));
        list.bindTo(bench.actions(), subscriptions);
        model.read();
    }

    public void hidden() {
        subscriptions.clear();
        model.cancel();
    }

    private void show(Loadable<List<UsageRecord>> state) {
        pane.show(state);
        showChosen();
    }

    private void showChosen() {
        int count = table.allSelected().size();
        boolean mayChange =
                RoleCheck.refusal(bench.me(), UsageGrpc.getRateUnratedMethod()).isEmpty();
        rate.setDisable(count == 0 || !mayChange);
        writeOff.setDisable(count == 0 || !mayChange);
        chosen.setText(
                count == 0
                        ? Texts.of("prices.unrated.choose")
                        : Texts.of("prices.unrated.chosen", Integer.toString(count)));
    }
}
