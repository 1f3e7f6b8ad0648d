package io.weighbridge.console.feature.keys;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.SecretSheet;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ApiKey;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Shows how far a bulk action is, with a result for each key; it can be cancelled, and what failed
/// tried again. It stays until it is closed, so that no result is missed.
final class BulkProgress {
    private static final int ROWS_MAX = 10;

    private final Workbench bench;
    private final BulkModel model;
    private final Consumer<ApiKey> changed;
    private final Sheet sheet;
    private final Label summary = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final Button cancel = new Button(Texts.of("keys.bulk.stop"));
    private final Button retry = new Button(Texts.of("keys.bulk.retry"));

    BulkProgress(Workbench bench, BulkModel model, Consumer<ApiKey> changed) {
        this.bench = bench;
        this.model = model;
        this.changed = changed;
        String count = bench.formats().count(model.items().size());
        String title = Texts.of("keys.bulk." + model.action().word() + ".title", count);
        sheet = new Sheet(title, "", Texts.of("common.close")).withoutCancel();
        sheet.setId("bulk-progress");
        sheet.setPrefWidth(560);
        sheet.confirmButton().setId("bulk-close");
        sheet.ready(false);
        sheet.onConfirm(this::close);
    }

    void show() {
        ListView<BulkItem> list = new ListView<>(model.items());
        list.setId("bulk-items");
        list.setFixedCellSize(DataTable.ROW_HEIGHT);
        list.setPrefHeight(DataTable.ROW_HEIGHT * Math.min(ROWS_MAX, model.items().size()) + 4.0);
        list.setCellFactory(_ -> new ItemCell());
        list.setAccessibleText(Texts.of("keys.bulk.results"));
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText(Texts.of("keys.bulk.progress"));
        HBox.setHgrow(bar, Priority.ALWAYS);
        summary.setId("bulk-summary");
        cancel.setId("bulk-cancel");
        cancel.setOnAction(
                _ -> {
                    model.cancel();
                    refresh();
                });
        retry.setId("bulk-retry");
        retry.setOnAction(_ -> model.retry());
        HBox line = new HBox(8, bar, cancel, retry);
        line.setAlignment(Pos.CENTER_LEFT);
        sheet.with(summary, line, list);
        Buttons.whileThere(sheet, bench.actions(), ConsoleAction.STOP, cancel);
        Buttons.whileThere(sheet, bench.actions(), ConsoleAction.TRY_AGAIN, retry);
        model.items().addListener((ListChangeListener<BulkItem>) this::changed);
        bench.overlay().keep(sheet);
        model.start();
        refresh();
    }

    private void changed(ListChangeListener.Change<? extends BulkItem> change) {
        while (change.next()) {
            for (BulkItem item : change.getAddedSubList()) {
                if (item.state() == BulkItem.State.DONE) {
                    changed.accept(item.key());
                }
            }
        }
        refresh();
    }

    private void refresh() {
        long done = model.count(BulkItem.State.DONE);
        long failed = model.count(BulkItem.State.FAILED);
        long waiting = model.count(BulkItem.State.WAITING);
        int all = model.items().size();
        summary.setText(
                Texts.of(
                        "keys.bulk.summary",
                        bench.formats().count(done),
                        bench.formats().count(all),
                        bench.formats().count(failed),
                        bench.formats().count(waiting)));
        bar.setProgress((double) (done + failed) / all);
        boolean isOver = !model.isRunning();
        cancel.setDisable(isOver || waiting == 0);
        retry.setDisable(!isOver || failed + waiting == 0);
        retry.setText(Texts.of(waiting > 0 && isOver ? "keys.bulk.go-on" : "keys.bulk.retry"));
        sheet.ready(isOver);
    }

    // New secrets are shown once, all together, before the sheet is forgotten.
    private void close() {
        String secrets =
                model.items().stream()
                        .filter(item -> !item.secret().isEmpty())
                        .map(
                                item ->
                                        item.key().getId()
                                                + '\t'
                                                + KeyRow.name(item.key())
                                                + '\t'
                                                + item.secret())
                        .collect(Collectors.joining("\n"));
        model.forgetSecrets();
        sheet.leave();
        if (!secrets.isEmpty()) {
            SecretSheet.show(
                    bench.overlay(),
                    Texts.of("keys.secret.many", bench.formats().count(secrets.lines().count())),
                    Texts.of("keys.secret.many.text"),
                    secrets);
        }
    }

    private static final class ItemCell extends ListCell<BulkItem> {
        @Override
        protected void updateItem(@Nullable BulkItem item, boolean empty) {
            super.updateItem(item, empty);
            getStyleClass().removeAll("ok", "over", "muted");
            if (empty || item == null) {
                setText(null);
                return;
            }
            String name = KeyRow.name(item.key());
            setText(
                    switch (item.state()) {
                        case WAITING -> Texts.of("keys.bulk.item.waiting", name);
                        case RUNNING -> Texts.of("keys.bulk.item.running", name);
                        case DONE -> Texts.of("keys.bulk.item.done", name);
                        case FAILED -> Texts.of("keys.bulk.item.failed", name, item.text());
                    });
            getStyleClass()
                    .add(
                            switch (item.state()) {
                                case WAITING, RUNNING -> "muted";
                                case DONE -> "ok";
                                case FAILED -> "over";
                            });
        }
    }
}
