package io.weighbridge.console.feature.prices.replay;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.text.TimeInput;
import io.weighbridge.proto.v1.PriceBook;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.Optional;

/// Asks calls of which span are priced anew, and leads to what comes of it.
public final class WhatIfSheet {
    private static final int[] DAYS = {7, 30, 90};
    private static final int DAYS_USUAL = 30;
    private static final long DAY_MS = 86_400_000;

    private final Workbench bench;
    private final Formats formats;
    private final PriceBook book;
    private final ReplayModel model;
    private final Sheet sheet;
    private final ToggleGroup spans = new ToggleGroup();
    private final RadioButton dates = new RadioButton(Texts.of("prices.what-if.dates"));
    private final TextField from = new TextField();
    private final TextField to = new TextField();

    private WhatIfSheet(Workbench bench, PriceBook book) {
        this.bench = bench;
        this.formats = bench.formats();
        this.book = book;
        this.model = new ReplayModel(bench.client(), bench.background());
        sheet =
                new Sheet(
                        Texts.of("prices.what-if.title", Part.title(book)),
                        Texts.of("prices.what-if.text"),
                        Texts.of("prices.what-if.verb"));
        sheet.confirmButton().setId("what-if-start");
        VBox choice = new VBox(6);
        for (int days : DAYS) {
            RadioButton last =
                    new RadioButton(Texts.of("prices.what-if.days", Integer.toString(days)));
            last.setId("what-if-" + days);
            last.setUserData(days);
            last.setToggleGroup(spans);
            choice.getChildren().add(last);
            if (days == DAYS_USUAL) {
                spans.selectToggle(last);
            }
        }
        dates.setId("what-if-dates");
        dates.setToggleGroup(spans);
        choice.getChildren().add(dateLine());
        sheet.with(choice).onConfirm(this::start);
    }

    public static void show(Workbench bench, PriceBook book) {
        bench.overlay().show(new WhatIfSheet(bench, book).sheet);
    }

    private HBox dateLine() {
        long nowMs = formats.clock().millis();
        date(from, "what-if-from", "prices.what-if.from", nowMs - DAYS_USUAL * DAY_MS);
        date(to, "what-if-to", "prices.what-if.to", nowMs);
        HBox line =
                new HBox(
                        8,
                        dates,
                        from,
                        new Label(Texts.of("prices.what-if.until")),
                        to,
                        Part.muted(formats.zone().getId()));
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void date(TextField field, String id, String key, long atMs) {
        field.setId(id);
        field.setPrefColumnCount(8);
        field.setText(TimeInput.text(atMs, formats.zone()).substring(0, 10));
        field.disableProperty().bind(dates.selectedProperty().not());
        Described.named(field, Texts.of(key));
    }

    private Optional<ReplaySpan> span() {
        long nowMs = formats.clock().millis();
        return spans.getSelectedToggle().getUserData() instanceof Integer days
                ? Optional.of(ReplaySpan.lastDays(days, nowMs))
                : ReplaySpan.typed(from.getText(), to.getText(), formats.zone(), nowMs);
    }

    private void start() {
        Optional<ReplaySpan> span = span();
        if (span.isEmpty()) {
            sheet.problem(Texts.of("prices.what-if.wrong"));
            from.requestFocus();
            return;
        }
        sheet.problem("");
        sheet.busy(true);
        model.run(
                book.getId(),
                span.get(),
                replay -> {
                    sheet.leave();
                    bench.navigator().open(Address.of(Route.PRICES, replay.getReplay()));
                },
                failure ->
                        sheet.problem(
                                failure.code().equals("REPLAY_RUNNING")
                                        ? Texts.of("prices.what-if.running")
                                        : failure.text()));
    }
}
