package io.weighbridge.console.feature.prices.unrated;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.words.PriceText;
import io.weighbridge.console.feature.prices.words.UnitsText;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageRecord;

import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.Optional;

/// Rates or writes off records of the queue: says to how many, asks why, and shows what came of
/// each.
final class RateSheet {
    private final Workbench bench;
    private final UnratedModel model;
    private final List<UsageRecord> records;
    private final Sheet sheet;
    private final TextField note = new TextField();
    private final TextField units = new TextField();
    private final Label echo = Part.muted("");
    private final ComboBox<PriceBook> book = new ComboBox<>();
    private final VBox results = new VBox(4);
    private final Button stop = new Button(Texts.of("common.list.stop"));
    private final boolean isWriteOff;

    private RateSheet(
            Workbench bench, UnratedModel model, List<UsageRecord> records, boolean isWriteOff) {
        this.bench = bench;
        this.model = model;
        this.records = records;
        this.isWriteOff = isWriteOff;
        String count = Integer.toString(records.size());
        String accounts =
                Long.toString(records.stream().map(UsageRecord::getAccount).distinct().count());
        sheet =
                isWriteOff
                        ? new Sheet(
                                Texts.of("prices.write-off.title", count),
                                Texts.of("prices.write-off.text", count, accounts),
                                Texts.of("prices.write-off.verb"))
                        : new Sheet(
                                Texts.of("prices.rate.title", count),
                                Texts.of("prices.rate.text", count, accounts),
                                Texts.of("prices.rate.verb"));
        sheet.confirmButton().setId("rate-confirm");
        note.setId("rate-note");
        note.setPromptText(Texts.of("prices.rate.note.prompt"));
        results.setId("rate-results");
    }

    /// Charges by a book.
    static void rate(Workbench bench, UnratedModel model, List<UsageRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        RateSheet form = new RateSheet(bench, model, records, false);
        form.addBook();
        if (records.stream().anyMatch(record -> record.getUnitsCount() == 0)) {
            form.addUnits();
        }
        form.finish();
    }

    /// Charges nothing.
    static void writeOff(Workbench bench, UnratedModel model, List<UsageRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        RateSheet form = new RateSheet(bench, model, records, true);
        form.sheet.dangerous();
        form.finish();
    }

    private void addBook() {
        book.setId("rate-book");
        book.setMaxWidth(Integer.MAX_VALUE);
        book.setConverter(new Chosen<>(this::bookName));
        book.getItems().add(PriceBook.getDefaultInstance());
        book.getSelectionModel().selectFirst();
        book.setDisable(true);
        model.readBooks(
                all -> {
                    book.setDisable(false);
                    book.getItems().addAll(all);
                    // The one in force is what is usually meant: it came after the call.
                    long now = bench.formats().clock().millis();
                    all.stream()
                            .filter(one -> one.getEffectiveAtMs() <= now)
                            .findFirst()
                            .ifPresent(book.getSelectionModel()::select);
                },
                failure -> {
                    book.setDisable(false);
                    sheet.problem(failure.text());
                });
        sheet.with(new VBox(4, Described.label(Texts.of("prices.rate.book"), book), book));
    }

    private String bookName(PriceBook shown) {
        if (shown.getId().isEmpty()) {
            return Texts.of("prices.rate.own-book");
        }
        return Texts.of(
                "prices.rate.book-line",
                Part.title(shown),
                bench.formats().instant(shown.getEffectiveAtMs()));
    }

    private void addUnits() {
        units.setId("rate-units");
        units.setPromptText(Texts.of("prices.rate.units.prompt"));
        units.textProperty().subscribe(text -> echo.setText(understood(text)));
        sheet.with(new VBox(4, Described.label(Texts.of("prices.rate.units"), units), units, echo));
    }

    private static String understood(String text) {
        return text.isBlank()
                ? Texts.of("prices.rate.units.about")
                : UnitsText.parse(text)
                        .map(UnitsText::of)
                        .orElse(Texts.of("prices.rate.units.wrong"));
    }

    private void finish() {
        ScrollPane scroll = new ScrollPane(results);
        scroll.setFitToWidth(true);
        scroll.setMinHeight(100);
        scroll.setMaxHeight(220);
        scroll.setVisible(false);
        Part.collapsing(scroll);
        stop.setId("rate-stop");
        stop.setOnAction(_ -> model.stop());
        stop.disableProperty().bind(sheet.busyProperty().not());
        stop.visibleProperty().bind(scroll.visibleProperty());
        Part.collapsing(stop);
        sheet.with(
                        new VBox(4, Described.label(Texts.of("prices.rate.note"), note), note),
                        stop,
                        scroll)
                .onConfirm(() -> confirm(scroll));
        Buttons.whileThere(sheet, bench.actions(), ConsoleAction.STOP, stop);
        bench.overlay().show(sheet);
    }

    private void confirm(ScrollPane scroll) {
        if (book.isDisabled()) {
            sheet.problem(Texts.of("prices.rate.books.reading"));
            return;
        }
        if (note.getText().isBlank()) {
            sheet.problem(Texts.of("prices.rate.note.missing"));
            note.requestFocus();
            return;
        }
        boolean needsUnits = units.getId() != null;
        Optional<List<UnitCount>> typed = UnitsText.parse(units.getText());
        if (needsUnits && typed.isEmpty()) {
            sheet.problem(Texts.of("prices.rate.units.wrong"));
            units.requestFocus();
            return;
        }
        sheet.problem("");
        sheet.busy(true);
        scroll.setVisible(records.size() > 1);
        String why = note.getText().strip();
        if (isWriteOff) {
            model.writeOff(records, why, this::showItem, items -> done(items, scroll));
        } else {
            PriceBook chosen = book.getValue();
            model.rate(
                    records,
                    chosen == null ? "" : chosen.getId(),
                    typed.orElse(List.of()),
                    why,
                    this::showItem,
                    items -> done(items, scroll));
        }
    }

    private void showItem(UnratedModel.Item item) {
        String text =
                item.isDone()
                        ? isWriteOff
                                ? Texts.of("prices.write-off.item", item.record().getService())
                                : Texts.of(
                                        "prices.rate.item",
                                        item.record().getService(),
                                        PriceText.price(item.chargeNanos()),
                                        bench.formats().exactMoney(item.balanceNanos()))
                        : Texts.of(
                                "prices.rate.item-failed",
                                item.record().getService(),
                                item.failure());
        Label line =
                new Label(text, new FontIcon(item.isDone() ? "fth-check" : "fth-alert-triangle"));
        line.setWrapText(true);
        line.getStyleClass().add(item.isDone() ? "ok" : "over");
        results.getChildren().add(line);
    }

    private void done(List<UnratedModel.Item> items, ScrollPane scroll) {
        long failed = items.stream().filter(item -> !item.isDone()).count();
        int left = records.size() - items.size();
        if (failed == 0 && left == 0) {
            long sum = items.stream().mapToLong(UnratedModel.Item::chargeNanos).sum();
            sheet.leave();
            bench.toasts()
                    .done(
                            isWriteOff
                                    ? Texts.of(
                                            "prices.write-off.done", Integer.toString(items.size()))
                                    : Texts.of(
                                            "prices.rate.done",
                                            Integer.toString(items.size()),
                                            PriceText.price(sum)));
            return;
        }
        scroll.setVisible(true);
        sheet.problem(
                left == 0
                        ? Texts.of(
                                "prices.rate.some-failed",
                                Long.toString(failed),
                                Integer.toString(items.size()))
                        : Texts.of(
                                "prices.rate.stopped",
                                Long.toString(items.size() - failed),
                                Long.toString(failed),
                                Integer.toString(left)));
        sheet.confirmButton().setText(Texts.of("common.close"));
        sheet.onConfirm(sheet::leave);
    }
}
