package io.weighbridge.console.feature.accounts;

import io.grpc.MethodDescriptor;
import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.UpstreamKey;
import io.weighbridge.proto.v1.UpstreamKeysGrpc;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// The keys for providers of models that an account brought along: which there are, and what is
/// done to them.
final class OwnKeysPart {
    private final Workbench bench;
    private final Supplier<String> account;
    private final OwnKeysModel model;
    private final DataTable<UpstreamKey> table;
    private final OwnKeySheets sheets;
    private final Actions.Binding give;
    private final Actions.Binding replace;
    private final Actions.Binding remove;
    private final ListPart<UpstreamKey> part;

    private OwnKeysPart(Workbench bench, String id, Supplier<String> account) {
        this.bench = bench;
        this.account = account;
        model = new OwnKeysModel(bench.client(), bench.background(), id);
        table = table(bench);
        sheets = new OwnKeySheets(bench, model, this::read);
        give = new Actions.Binding(this::give, giveRefusal());
        replace =
                new Actions.Binding(
                        () -> selected(key -> sheets.replace(account.get(), key)),
                        Bindings.createStringBinding(
                                this::replaceRefusal,
                                model.providersProperty(),
                                table.node().getSelectionModel().selectedItemProperty()));
        remove =
                new Actions.Binding(
                        () -> selected(key -> sheets.remove(account.get(), key)),
                        Bindings.createStringBinding(
                                this::removeRefusal,
                                table.node().getSelectionModel().selectedItemProperty()));
        part =
                new ListPart<>(
                                "own-keys",
                                table,
                                bench.background(),
                                _ -> model.read(),
                                new HBox(
                                        8,
                                        button(ConsoleAction.NEW, give, "give"),
                                        button(ConsoleAction.ROTATE_KEY, replace, "replace"),
                                        button(ConsoleAction.REVOKE_KEY, remove, "remove")))
                        .does(ConsoleAction.NEW, give)
                        .does(ConsoleAction.ROTATE_KEY, replace)
                        .does(ConsoleAction.REVOKE_KEY, remove);
        model.providersProperty().subscribe(this::sayEmpty);
    }

    /// @param account tells its name
    static ListPart<UpstreamKey> of(Workbench bench, String id, Supplier<String> account) {
        return new OwnKeysPart(bench, id, account).part;
    }

    private static DataTable<UpstreamKey> table(Workbench bench) {
        Formats formats = bench.formats();
        return new DataTable<UpstreamKey>(
                        Texts.of("accounts.part.own-keys"), UpstreamKey::getProvider)
                .text(Texts.of("accounts.own.provider"), 170, UpstreamKey::getProvider)
                .text(Texts.of("accounts.own.key"), 120, UpstreamKey::getHint)
                .text(
                        Texts.of("accounts.own.given"),
                        160,
                        key -> formats.instant(key.getGivenAtMs()))
                .text(Texts.of("accounts.own.given-by"), 200, OwnKeysPart::giver)
                .text(
                        Texts.of("accounts.column.last-used"),
                        120,
                        key ->
                                key.getLastUsedAtMs() == 0
                                        ? Texts.of("accounts.never")
                                        : formats.relative(key.getLastUsedAtMs()))
                .remember(bench.settings(), "account.own-keys");
    }

    private static String giver(UpstreamKey key) {
        return key.getGivenBy().isEmpty() ? Texts.of("accounts.own.by-program") : key.getGivenBy();
    }

    private static StackPane button(ConsoleAction action, Actions.Binding binding, String word) {
        Button button = Buttons.button(action, binding, "own-" + word);
        button.setText(Texts.of("accounts.own." + word));
        return Buttons.room(button, binding);
    }

    private void read() {
        part.read();
    }

    private void give() {
        sheets.give(account.get(), model.providersProperty().get().free());
    }

    private void selected(Consumer<UpstreamKey> use) {
        UpstreamKey key = table.selected();
        if (key != null) {
            use.accept(key);
        }
    }

    private StringBinding giveRefusal() {
        String refusal = refusal(UpstreamKeysGrpc.getAddUpstreamKeyMethod());
        return Bindings.createStringBinding(
                () -> {
                    OwnKeysModel.Providers known = model.providersProperty().get();
                    if (!refusal.isEmpty() || !known.free().isEmpty()) {
                        return refusal;
                    }
                    return Texts.of(
                            known.all().isEmpty()
                                    ? "accounts.own.no-providers"
                                    : "accounts.own.all-given");
                },
                model.providersProperty());
    }

    private String replaceRefusal() {
        String refusal = refusal(UpstreamKeysGrpc.getReplaceUpstreamKeyMethod());
        UpstreamKey key = table.selected();
        if (!refusal.isEmpty() || key == null) {
            return refusal.isEmpty() ? Texts.of("common.not-now") : refusal;
        }
        // One of a provider that is not in the models file any more can only be removed.
        return model.providersProperty().get().all().contains(key.getProvider())
                ? ""
                : Texts.of("accounts.own.provider-gone", key.getProvider());
    }

    private String removeRefusal() {
        String refusal = refusal(UpstreamKeysGrpc.getRemoveUpstreamKeyMethod());
        return refusal.isEmpty() && table.selected() == null ? Texts.of("common.not-now") : refusal;
    }

    private String refusal(MethodDescriptor<?, ?> method) {
        return RoleCheck.refusal(bench.me(), method);
    }

    private void sayEmpty(OwnKeysModel.Providers known) {
        part.sayEmpty(
                Texts.of("accounts.part.own-keys.empty"),
                Texts.of(
                        known.all().isEmpty()
                                ? "accounts.own.no-providers"
                                : "accounts.part.own-keys.why"));
    }
}
