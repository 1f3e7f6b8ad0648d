package io.weighbridge.console.feature.live;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sparkline;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;

/// The calls of a key's last hour: as a line, or as a table of the minutes that had some.
final class HourPart extends VBox {
    private static final int SPARK_HEIGHT = 64;
    private static final int TABLE_HEIGHT = 200;
    private static final long MINUTE_MS = 60_000;

    private final Formats formats;
    private final Sparkline line = new Sparkline();
    private final Label text = new Label();
    private final DataTable<Minute> table;
    private List<Minute> shown = List.of();

    /// @param atMs when it began
    private record Minute(long atMs, long calls) {}

    HourPart(Formats formats) {
        super(12);
        this.formats = formats;
        Label heading = new Label(Texts.of("live.key.hour"));
        heading.getStyleClass().add("section-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button twin = Described.iconButton(ConsoleAction.SHOW_AS_TABLE, this::toggle);
        twin.setId("hour-as-table");
        HBox head = new HBox(8, heading, space, twin);
        head.setAlignment(Pos.CENTER_LEFT);
        line.setPrefHeight(SPARK_HEIGHT);
        line.setMinHeight(SPARK_HEIGHT);
        text.getStyleClass().add("muted");
        table =
                new DataTable<Minute>(
                                Texts.of("live.key.hour"), minute -> Long.toString(minute.atMs()))
                        .text(
                                Texts.of("live.key.hour.minute"),
                                180,
                                minute -> formats.instant(minute.atMs()))
                        .figure(
                                Texts.of("live.key.hour.calls"),
                                100,
                                Minute::calls,
                                minute -> formats.count(minute.calls()),
                                minute -> Long.toString(minute.calls()));
        table.node().setId("hour-table");
        table.node().setPrefHeight(TABLE_HEIGHT);
        table.node().setMinHeight(TABLE_HEIGHT);
        table.node().setVisible(false);
        table.node().managedProperty().bind(table.node().visibleProperty());
        line.managedProperty().bind(line.visibleProperty());
        getChildren().addAll(head, line, table.node(), text);
    }

    /// Changes between the line and the table.
    void toggle() {
        table.node().setVisible(line.isVisible());
        line.setVisible(!line.isVisible());
    }

    /// @param fromMs when the first of them began
    void show(long[] calls, long fromMs) {
        long most = 1;
        long all = 0;
        List<Minute> minutes = new ArrayList<>();
        for (int i = calls.length - 1; i >= 0; i--) {
            most = Math.max(most, calls[i]);
            all += calls[i];
            if (calls[i] > 0) {
                minutes.add(new Minute(fromMs + i * MINUTE_MS, calls[i]));
            }
        }
        long top = most;
        line.show(calls.length, calls.length, index -> (double) calls[index] / top);
        String said = Texts.of("live.key.hour.text", formats.count(all), formats.count(most));
        text.setText(said);
        line.setAccessibleText(said);
        // Anew when there are others: what is selected and scrolled to stays meanwhile.
        if (!minutes.equals(shown)) {
            shown = minutes;
            table.setRows(minutes);
        }
    }
}
