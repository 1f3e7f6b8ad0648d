package io.weighbridge.console.feature.prices.importing;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.console.feature.prices.words.Place;
import io.weighbridge.console.feature.prices.words.PriceText;
import io.weighbridge.console.settings.Settings;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.PriceChange;
import io.weighbridge.proto.v1.PriceChangeKind;
import io.weighbridge.proto.v1.PriceFlag;
import io.weighbridge.proto.v1.PricePlace;

import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableCell;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The changes that a price map would make, to be accepted one by one or all of a kind.
final class ChangeList {
    private final Set<PriceChange> accepted = new HashSet<>();
    private Runnable told = () -> {};
    private final DataTable<PriceChange> table;
    private final FlowPane kinds = new FlowPane(8, 8);
    private final VBox node;
    private Map<PricePlace, List<String>> flags = Map.of();

    ChangeList(Settings settings) {
        table =
                new DataTable<PriceChange>(
                                Texts.of("prices.import.changes"),
                                change -> change.getPlace().toString())
                        .drawn(
                                Texts.of("prices.import.accept"),
                                70,
                                null,
                                change -> accepted.contains(change) ? "x" : "",
                                _ -> new AcceptCell())
                        .text(
                                Texts.of("prices.diff.service"),
                                140,
                                change -> change.getPlace().getService())
                        .text(Texts.of("prices.diff.what"), 170, ChangeList::whatOf)
                        .text(Texts.of("prices.diff.kind"), 74, ChangeList::kindOf)
                        .text(Texts.of("prices.diff.old"), 164, ChangeList::oldOf)
                        .text(Texts.of("prices.diff.new"), 164, ChangeList::newOf)
                        .figure(
                                Texts.of("prices.diff.percent"),
                                80,
                                PriceChange::getChangeBasisPoints,
                                change -> Difference.percent(change.getChangeBasisPoints()),
                                change -> Difference.percent(change.getChangeBasisPoints()))
                        .text(Texts.of("prices.import.flags"), 212, this::flagsOf)
                        .remember(settings, "price-import");
        table.node().setId("import-changes");
        table.node()
                .addEventFilter(
                        KeyEvent.KEY_PRESSED,
                        event -> {
                            if (event.getCode() == KeyCode.SPACE) {
                                toggle(table.allSelected());
                                event.consume();
                            }
                        });
        VBox.setVgrow(table.node(), Priority.ALWAYS);
        node = new VBox(8, kinds, table.node());
    }

    Parent node() {
        return node;
    }

    Set<PriceChange> accepted() {
        return Set.copyOf(accepted);
    }

    int acceptedCount() {
        return accepted.size();
    }

    /// Called once after each change of what is accepted, however many it takes.
    void onChange(Runnable newTold) {
        told = newTold;
    }

    private void changed() {
        table.node().refresh();
        told.run();
    }

    void show(List<PriceChange> changes, List<PriceFlag> found) {
        accepted.clear();
        flags = new HashMap<>();
        for (PriceFlag flag : found) {
            flags.computeIfAbsent(flag.getPlace(), _ -> new ArrayList<>()).add(flag.getText());
        }
        table.setRows(changes);
        kinds.getChildren().clear();
        kinds.getChildren().add(kindButton("all", changes, _ -> true));
        kinds.getChildren()
                .add(kindButton("unflagged", changes, change -> flagsOf(change).isEmpty()));
        for (PriceChangeKind kind : PriceChangeKind.values()) {
            List<PriceChange> same =
                    changes.stream().filter(change -> change.getKind() == kind).toList();
            if (!same.isEmpty() && Texts.has("prices.import.accept." + kind.name())) {
                kinds.getChildren().add(kindButton(kind.name(), same, _ -> true));
            }
        }
        Button none = new Button(Texts.of("prices.import.accept.none"));
        none.getStyleClass().add("small");
        none.setId("accept-none");
        none.setOnAction(
                _ -> {
                    accepted.clear();
                    changed();
                });
        kinds.getChildren().add(none);
    }

    private Button kindButton(
            String name, List<PriceChange> changes, Predicate<PriceChange> isMeant) {
        List<PriceChange> meant = changes.stream().filter(isMeant).toList();
        Button button =
                new Button(
                        Texts.of("prices.import.accept." + name, Integer.toString(meant.size())));
        button.getStyleClass().add("small");
        button.setId("accept-" + name);
        button.setOnAction(
                _ -> {
                    accepted.addAll(meant);
                    changed();
                });
        return button;
    }

    private void toggle(List<PriceChange> changes) {
        if (accepted.containsAll(changes)) {
            changes.forEach(accepted::remove);
        } else {
            accepted.addAll(changes);
        }
        changed();
    }

    private static String whatOf(PriceChange change) {
        return Place.of(change.getPlace()).what();
    }

    private static String kindOf(PriceChange change) {
        return Texts.word("prices.change.", change.getKind().name());
    }

    private static String oldOf(PriceChange change) {
        return price(change, change.getOldNanos(), change.getOldPer());
    }

    private static String newOf(PriceChange change) {
        return price(change, change.getNewNanos(), change.getNewPer());
    }

    private static String price(PriceChange change, long nanos, long per) {
        Unit unit = Unit.byNumber(change.getPlace().getUnitValue());
        return per == 0 || unit == null ? "–" : PriceText.price(unit, nanos, per);
    }

    private String flagsOf(PriceChange change) {
        return String.join("; ", flags.getOrDefault(change.getPlace(), List.of()));
    }

    private final class AcceptCell extends TableCell<PriceChange, PriceChange> {
        private final CheckBox box = new CheckBox();

        AcceptCell() {
            box.setFocusTraversable(false);
            box.setAccessibleText(Texts.of("prices.import.accept"));
            box.setOnAction(_ -> toggle(List.of(getItem())));
        }

        @Override
        protected void updateItem(@Nullable PriceChange change, boolean empty) {
            super.updateItem(change, empty);
            setGraphic(empty ? null : box);
            box.setSelected(change != null && accepted.contains(change));
        }
    }
}
