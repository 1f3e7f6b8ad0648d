package io.weighbridge.console.feature.accounts;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.UpstreamKey;

import javafx.scene.control.ComboBox;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.VBox;

import java.util.List;

/// The forms for an account's own keys. What is typed as a key is never shown, here or later.
final class OwnKeySheets {
    private final Workbench bench;
    private final OwnKeysModel model;
    private final Runnable changed;

    /// @param changed called after each change
    OwnKeySheets(Workbench bench, OwnKeysModel model, Runnable changed) {
        this.bench = bench;
        this.model = model;
        this.changed = changed;
    }

    /// Asks for a key for one of some providers.
    ///
    /// @param account its name
    void give(String account, List<String> providers) {
        ComboBox<String> provider = new ComboBox<>();
        provider.setId("own-provider");
        provider.setMaxWidth(Double.MAX_VALUE);
        provider.getItems().setAll(providers);
        provider.getSelectionModel().selectFirst();
        PasswordField key = keyField();
        Sheet sheet =
                new Sheet(
                        Texts.of("accounts.own.give.title", account),
                        Texts.of("accounts.own.give.text", account),
                        Texts.of("accounts.own.give.verb"));
        sheet.with(
                new VBox(4, Described.label(Texts.of("accounts.own.provider"), provider), provider),
                room(key));
        sheet.confirmButton().setId("own-confirm");
        sheet.onConfirm(
                () -> {
                    sheet.problem(OwnKeysModel.problem(key.getText().strip()));
                    if (OwnKeysModel.problem(key.getText().strip()).isEmpty()) {
                        sheet.busy(true);
                        model.give(
                                provider.getValue(),
                                key.getText().strip(),
                                given -> done(sheet, key, "accounts.own.give.done", account, given),
                                failure -> sheet.problem(failure.text()));
                    }
                });
        bench.overlay().show(sheet);
    }

    /// Asks for another key in the place of one.
    void replace(String account, UpstreamKey present) {
        String provider = present.getProvider();
        PasswordField key = keyField();
        Sheet sheet =
                new Sheet(
                        Texts.of("accounts.own.replace.title", account, provider),
                        Texts.of("accounts.own.replace.text", present.getHint()),
                        Texts.of("accounts.own.replace.verb"));
        sheet.confirmButton().setId("own-confirm");
        String done = "accounts.own.replace.done";
        sheet.with(room(key))
                .onReason(
                        () -> OwnKeysModel.problem(key.getText().strip()),
                        reason ->
                                model.replace(
                                        provider,
                                        key.getText().strip(),
                                        reason,
                                        now -> done(sheet, key, done, account, now),
                                        failure -> sheet.problem(failure.text())));
        bench.overlay().show(sheet);
    }

    /// Asks why one is to be deleted.
    void remove(String account, UpstreamKey present) {
        String provider = present.getProvider();
        Sheet sheet =
                new Sheet(
                        Texts.of("accounts.own.remove.title", account, provider),
                        Texts.of("accounts.own.remove.text", provider, present.getHint()),
                        Texts.of("accounts.own.remove.verb"));
        sheet.confirmButton().setId("own-confirm");
        sheet.dangerous()
                .onReason(
                        reason ->
                                model.remove(
                                        provider,
                                        reason,
                                        () -> {
                                            sheet.leave();
                                            String text = "accounts.own.remove.done";
                                            bench.toasts().done(Texts.of(text, account, provider));
                                            changed.run();
                                        },
                                        failure -> sheet.problem(failure.text())));
        bench.overlay().show(sheet);
    }

    private static PasswordField keyField() {
        PasswordField field = new PasswordField();
        field.setId("own-key");
        field.setPromptText(Texts.of("accounts.own.key.prompt"));
        return field;
    }

    private static VBox room(PasswordField field) {
        return new VBox(4, Described.label(Texts.of("accounts.own.key"), field), field);
    }

    private void done(
            Sheet sheet, PasswordField typed, String text, String account, UpstreamKey key) {
        typed.clear();
        sheet.leave();
        bench.toasts().done(Texts.of(text, account, key.getHint(), key.getProvider()));
        changed.run();
    }
}
