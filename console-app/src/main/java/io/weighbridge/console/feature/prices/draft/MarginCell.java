package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.control.GridRow;
import io.weighbridge.console.margin.Comparison;

import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A cell of what follows from a line of a draft: it looks again when the line is typed into, and
/// when something is learnt of its service. Only cells that are seen do.
final class MarginCell extends TableCell<GridRow, GridRow> {
    private final RateMargins margins;
    private final BiConsumer<MarginCell, Comparison> draw;
    private final Function<Comparison, String> whole;
    private final Tooltip tooltip = new Tooltip();
    private Subscription watched = Subscription.EMPTY;
    private @Nullable Comparison shown;

    /// @param draw shows what is known in a cell
    /// @param whole says it for hovering and screen readers
    MarginCell(
            RateMargins margins,
            BiConsumer<MarginCell, Comparison> draw,
            Function<Comparison, String> whole) {
        this.margins = margins;
        this.draw = draw;
        this.whole = whole;
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(420);
        setAlignment(Pos.CENTER_RIGHT);
        getStyleClass().add("following-cell");
    }

    @Override
    protected void updateItem(@Nullable GridRow row, boolean empty) {
        super.updateItem(row, empty);
        watched.unsubscribe();
        watched = Subscription.EMPTY;
        if (empty || row == null) {
            show(Optional.empty());
            return;
        }
        watched = margins.watch(row, () -> show(margins.of(row)));
    }

    private void show(Optional<Comparison> comparison) {
        if (comparison.isPresent() && comparison.get().equals(shown)) {
            return;
        }
        shown = comparison.orElse(null);
        setText(null);
        setGraphic(null);
        setTooltip(null);
        setAccessibleText(null);
        comparison.ifPresent(
                known -> {
                    draw.accept(this, known);
                    String text = whole.apply(known);
                    tooltip.setText(text);
                    setTooltip(tooltip);
                    setAccessibleText(text);
                });
    }
}
