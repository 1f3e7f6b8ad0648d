package io.weighbridge.console.feature.keys;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.ReasonField;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/// Asks what to do to many keys, and why, before [BulkProgress] does it.
final class BulkSheets {
    private final Workbench bench;
    private final Consumer<ApiKey> changed;

    /// @param changed called with each key that was changed
    BulkSheets(Workbench bench, Consumer<ApiKey> changed) {
        this.bench = bench;
        this.changed = changed;
    }

    void revoke(List<ApiKey> keys) {
        ask("revoke", keys, List.of(), reason -> Optional.of(new BulkAction.Revoke(reason)), "");
    }

    void changePlan(List<ApiKey> keys, Choices choices) {
        ComboBox<String> plan = new ComboBox<>();
        plan.setId("bulk-plan");
        plan.setMaxWidth(Double.MAX_VALUE);
        List<String> ids = new ArrayList<>(List.of(""));
        plan.getItems().add(Texts.of("keys.plan.none"));
        choices.plans()
                .forEach(
                        (id, name) -> {
                            ids.add(id);
                            plan.getItems().add(name);
                        });
        Node label = Described.label(Texts.of("keys.bulk.plan.to"), plan);
        ask(
                "plan",
                keys,
                List.of(label, plan),
                reason -> {
                    int index = plan.getSelectionModel().getSelectedIndex();
                    return index < 0
                            ? Optional.empty()
                            : Optional.of(new BulkAction.ChangePlan(ids.get(index), reason));
                },
                Texts.of("keys.bulk.plan.missing"));
    }

    void setExpiry(List<ApiKey> keys) {
        TextField expiry = new TextField();
        expiry.setId("bulk-expiry");
        expiry.setPromptText(Texts.of("keys.expiry.prompt"));
        Node label = Described.label(Texts.of("keys.field.expiry"), expiry);
        ask(
                "expiry",
                keys,
                List.of(label, expiry),
                reason -> {
                    OptionalLong atMs =
                            InstantInput.instant(
                                    expiry.getText(),
                                    bench.formats().clock().millis(),
                                    bench.formats().zone());
                    return atMs.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new BulkAction.SetExpiry(atMs.getAsLong(), reason));
                },
                Texts.of("keys.expiry.wrong.short"));
    }

    void rotate(List<ApiKey> keys) {
        OverlapChoice overlap = new OverlapChoice();
        ask(
                "rotate",
                keys,
                List.of(overlap),
                reason -> {
                    OptionalLong overlapMs = overlap.overlapMs();
                    return overlapMs.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new BulkAction.Rotate(overlapMs.getAsLong(), reason));
                },
                Texts.of("keys.overlap.wrong"));
    }

    // The action is made of the reason; none while the form is not filled in.
    private void ask(
            String word,
            List<ApiKey> keys,
            List<Node> parts,
            Function<String, Optional<BulkAction>> make,
            String problem) {
        String count = bench.formats().count(keys.size());
        Sheet sheet =
                new Sheet(
                        Texts.of("keys.bulk." + word + ".title", count),
                        Texts.of("keys.bulk." + word + ".text", count, accounts(keys)),
                        Texts.of("keys.bulk." + word + ".verb", count));
        ReasonField reason = new ReasonField();
        sheet.with(parts.toArray(Node[]::new)).with(reason);
        if (word.equals("revoke")) {
            sheet.dangerous();
        }
        sheet.setId("bulk-sheet");
        sheet.confirmButton().setId("confirm-bulk");
        sheet.onConfirm(
                () -> {
                    Optional<BulkAction> action = make.apply(reason.reason());
                    if (action.isEmpty() || !reason.problem().isEmpty()) {
                        sheet.problem(action.isEmpty() ? problem : reason.problem());
                        return;
                    }
                    sheet.leave();
                    BulkModel model =
                            new BulkModel(bench.client(), bench.background(), action.get(), keys);
                    new BulkProgress(bench, model, changed).show();
                });
        bench.overlay().show(sheet);
    }

    private String accounts(List<ApiKey> keys) {
        return bench.formats().count(keys.stream().map(ApiKey::getAccount).distinct().count());
    }
}
