package io.weighbridge.console.feature.keys;

import io.weighbridge.console.control.MergeSheet;
import io.weighbridge.console.control.SecretSheet;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;
import io.weighbridge.proto.v1.KeySettings;

import java.util.OptionalLong;

/// The forms in which one key is made, changed, rotated and revoked.
final class KeySheets {
    private static final double FORM_WIDTH = 620;

    private final Workbench bench;
    private final KeyModel model;
    private final Runnable changed;

    /// @param changed called after each change
    KeySheets(Workbench bench, KeyModel model, Runnable changed) {
        this.bench = bench;
        this.model = model;
        this.changed = changed;
    }

    /// Makes a key; its secret is shown once.
    ///
    /// @param account begins with this one; empty for none
    void create(String account, Choices choices) {
        Sheet sheet =
                new Sheet(
                        Texts.of("keys.create"),
                        Texts.of("keys.create.text"),
                        Texts.of("keys.create.verb"));
        sheet.setPrefWidth(FORM_WIDTH);
        AccountSearch search = new AccountSearch(bench.client(), bench.background());
        search.begin(account);
        KeyForm form = new KeyForm(choices, bench.formats());
        sheet.with(search, form);
        sheet.setId("create-sheet");
        sheet.confirmButton().setId("confirm-create");
        sheet.onConfirm(
                () -> {
                    String problem =
                            search.account().isEmpty()
                                    ? Texts.of("keys.account.missing")
                                    : form.problem();
                    sheet.problem(problem);
                    if (problem.isEmpty()) {
                        sheet.busy(true);
                        create(search.account(), form.settings(), sheet);
                    }
                });
        bench.overlay().show(sheet);
    }

    private void create(String account, KeySettings settings, Sheet sheet) {
        model.create(
                account,
                settings,
                made -> {
                    sheet.leave();
                    changed.run();
                    String name = KeyRow.name(made.getKey());
                    SecretSheet.show(
                            bench.overlay(),
                            Texts.of("keys.secret.of", name),
                            Texts.of("keys.secret.text"),
                            made.getSecret());
                },
                failure -> sheet.problem(failure.text()));
    }

    /// Gives a key a new secret, which is shown once.
    void rotate(ApiKey key) {
        Sheet sheet =
                new Sheet(
                        Texts.of("keys.rotate.title", KeyRow.name(key)),
                        Texts.of(
                                key.getPreviousUntilMs() > bench.formats().clock().millis()
                                        ? "keys.rotate.text.again"
                                        : "keys.rotate.text"),
                        Texts.of("keys.rotate.verb"));
        OverlapChoice overlap = new OverlapChoice();
        sheet.with(overlap);
        sheet.confirmButton().setId("confirm-rotate");
        sheet.onConfirm(
                () -> {
                    OptionalLong overlapMs = overlap.overlapMs();
                    if (overlapMs.isEmpty()) {
                        sheet.problem(Texts.of("keys.overlap.wrong"));
                        return;
                    }
                    sheet.busy(true);
                    rotate(key, overlapMs.getAsLong(), sheet);
                });
        bench.overlay().show(sheet);
    }

    private void rotate(ApiKey key, long overlapMs, Sheet sheet) {
        model.rotate(
                key,
                overlapMs,
                reply -> {
                    sheet.leave();
                    changed.run();
                    String until = bench.formats().instant(reply.getKey().getPreviousUntilMs());
                    SecretSheet.show(
                            bench.overlay(),
                            Texts.of("keys.secret.of", KeyRow.name(reply.getKey())),
                            overlapMs == 0
                                    ? Texts.of("keys.secret.text.ended")
                                    : Texts.of("keys.secret.text.until", until),
                            reply.getSecret());
                },
                failure -> sheet.problem(failure.text()));
    }

    /// Ends a key for ever.
    void revoke(ApiKey key) {
        Sheet sheet =
                new Sheet(
                        Texts.of("keys.revoke.title", KeyRow.name(key)),
                        Texts.of("keys.revoke.text"),
                        Texts.of("keys.revoke.verb"));
        sheet.confirmButton().setId("confirm-revoke");
        sheet.dangerous()
                .onReason(
                        reason ->
                                model.revoke(
                                        key,
                                        reason,
                                        revoked -> {
                                            sheet.leave();
                                            changed.run();
                                            String name = KeyRow.name(revoked);
                                            bench.toasts().done(Texts.of("keys.revoke.done", name));
                                        },
                                        failure -> sheet.problem(failure.text())));
        bench.overlay().show(sheet);
    }

    /// Changes a key's settings.
    void edit(ApiKey key, Choices choices) {
        Sheet sheet =
                new Sheet(
                        Texts.of("keys.edit.title", KeyRow.name(key)),
                        Texts.of("keys.edit.text"),
                        Texts.of("keys.edit.verb"));
        sheet.setPrefWidth(FORM_WIDTH);
        KeyForm form = new KeyForm(choices, bench.formats());
        form.show(key.getSettings());
        sheet.with(form);
        sheet.confirmButton().setId("confirm-edit");
        sheet.onConfirm(
                () -> {
                    sheet.problem(form.problem());
                    if (form.problem().isEmpty()) {
                        sheet.busy(true);
                        save(key, form.settings(), choices, sheet);
                    }
                });
        bench.overlay().show(sheet);
    }

    private void save(ApiKey key, KeySettings settings, Choices choices, Sheet sheet) {
        model.save(
                key,
                settings,
                saved -> {
                    switch (saved) {
                        case KeyModel.Saved.Done(var now) -> {
                            sheet.leave();
                            saved(now);
                        }
                        case KeyModel.Saved.Conflict(var merge) -> {
                            sheet.leave();
                            merge(merge, choices);
                        }
                        case KeyModel.Saved.Refused(var failure) -> sheet.problem(failure.text());
                    }
                });
    }

    private void saved(ApiKey key) {
        changed.run();
        bench.toasts().done(Texts.of("keys.edit.done", KeyRow.name(key)));
    }

    private void merge(KeyMerge merge, Choices choices) {
        bench.overlay()
                .show(
                        MergeSheet.of(
                                KeyRow.name(merge.base()),
                                merge,
                                (field, settings) ->
                                        field.shown(settings, choices, bench.formats()),
                                (takeTheirs, sheet) ->
                                        save(
                                                merge.theirs(),
                                                merge.merged(takeTheirs),
                                                choices,
                                                sheet)));
    }
}
