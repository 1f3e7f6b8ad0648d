package io.weighbridge.console.feature.payments;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.FilterField;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.TabbedList;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CodeBatch;
import io.weighbridge.proto.v1.CodesGrpc;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;

import java.util.Optional;

/// Batches of redemption codes, under their tab, and the button that makes one.
final class CodesTab {
    private final Workbench bench;
    private final ComboBox<Optional<BatchState>> state = new ComboBox<>();
    private final FilterField campaign = new FilterField();
    private final TabbedList<CodeBatch> list;

    /// @param filter the state that is shown at first, as an address names it
    /// @param campaignFilter a part of the campaigns' names; empty for all
    CodesTab(Workbench bench, String filter, String campaignFilter) {
        this.bench = bench;
        CodesModel model = new CodesModel(bench.client(), bench.formats().clock());
        state.getItems().add(Optional.empty());
        for (BatchState each : BatchState.values()) {
            state.getItems().add(Optional.of(each));
        }
        state.setConverter(
                new Chosen<>(
                        each ->
                                each.map(BatchState::text)
                                        .orElseGet(() -> Texts.of("payments.all"))));
        state.setId("payments-codes-state");
        Described.named(state, Texts.of("payments.column.state"));
        state.setValue(BatchState.ofWord(filter));
        campaign.setId("payments-codes-campaign");
        campaign.setPromptText(Texts.of("payments.codes.campaign"));
        Described.named(campaign, Texts.of("payments.codes.campaign"));
        campaign.setText(campaignFilter);
        Actions.Binding make =
                new Actions.Binding(
                        this::make,
                        new SimpleStringProperty(
                                RoleCheck.refusal(bench.me(), CodesGrpc.getMakeCodesMethod())));
        list =
                new TabbedList<>(
                                bench,
                                "payments.",
                                "codes",
                                CodeTables.batches(bench.formats()),
                                () -> wanted(model),
                                tools(button(make, "codes-make")))
                        .leadingTo(CodeBatch::getBatch, this::inspect)
                        .filteredBy(campaign)
                        .does(ConsoleAction.NEW, make)
                        .withEmptyAction(button(make, "codes-make-first"));
    }

    private TabbedList.Wanted<CodeBatch> wanted(CodesModel model) {
        list.sayEmpty(
                Texts.of(
                        !campaign.getText().isBlank()
                                ? "payments.codes.no-campaign"
                                : filter().isEmpty()
                                        ? "payments.codes.none"
                                        : "payments.codes.empty"),
                Texts.of("payments.codes.why"));
        CodesModel.Wanted wanted = new CodesModel.Wanted(state.getValue(), campaign.getText());
        return new TabbedList.Wanted<>(wanted, model.batches(wanted));
    }

    private static Node button(Actions.Binding make, String id) {
        Button button = Buttons.button(ConsoleAction.NEW, make, id);
        button.setText(Texts.of("payments.codes.action"));
        return Buttons.room(button, make);
    }

    private HBox tools(Node make) {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox tools = new HBox(8, state, campaign, space, make);
        tools.setAlignment(Pos.CENTER_LEFT);
        return tools;
    }

    private void inspect(String batch) {
        bench.navigator().inspect(Address.of(Route.PAYMENTS, batch));
    }

    private void make() {
        MakeCodesSheet.show(
                bench,
                batch -> {
                    list.read();
                    inspect(batch.getBatch());
                });
    }

    TabbedList<CodeBatch> list() {
        return list;
    }

    /// The state that is shown, for an address; empty for all.
    String filter() {
        return state.getValue().map(BatchState::word).orElse("");
    }

    /// The part of campaigns' names that is shown, for an address; empty for all.
    String campaign() {
        return campaign.getText().strip();
    }

    /// Tells when somebody narrows it down otherwise.
    Subscription onFilter(Runnable changed) {
        return state.valueProperty()
                .subscribe((_, _) -> changed.run())
                .and(campaign.textProperty().subscribe((_, _) -> changed.run()));
    }
}
