package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Toasts;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.text.Texts;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The choice of what sums are told apart by: tags stand there once for each key that is summed,
/// or once with the setting that turns them on.
final class GroupBox {
    /// @param tagKey of tags; empty where no key is summed
    private record Choice(Level level, String tagKey) {
        boolean isOff() {
            return level == Level.TAG && tagKey.isEmpty();
        }

        String text() {
            if (level != Level.TAG) {
                return Texts.of("usage.group." + level.word());
            }
            return isOff()
                    ? Texts.of("usage.tag.off")
                    : Texts.of("usage.group.tag") + ": " + tagKey;
        }
    }

    /// What cannot be chosen is greyed.
    private static final class Cell extends ListCell<Choice> {
        @Override
        protected void updateItem(@Nullable Choice item, boolean empty) {
            super.updateItem(item, empty);
            setText(item == null || empty ? "" : item.text());
            setDisable(item != null && !empty && item.isOff());
        }
    }

    private final Toasts toasts;
    private final Supplier<UsageQuery> query;
    private final Consumer<UsageQuery> choose;
    private final ComboBox<Choice> box;
    private List<String> tagKeys = List.of();
    private boolean isShowing;

    GroupBox(Toasts toasts, Supplier<UsageQuery> query, Consumer<UsageQuery> choose) {
        this.toasts = toasts;
        this.query = query;
        this.choose = choose;
        this.box = UsageBar.combo("group", Choice::text);
        box.setCellFactory(_ -> new Cell());
        Described.tip(box, Texts.of("usage.group.tags"));
        box.setOnAction(_ -> take(box.getValue()));
    }

    Node node() {
        return box;
    }

    List<String> tagKeys() {
        return tagKeys;
    }

    // Null while the items are exchanged.
    private void take(@Nullable Choice choice) {
        if (choice == null || isShowing) {
            return;
        }
        UsageQuery now = query.get();
        if (choice.isOff()) {
            // Keys reach what is greyed.
            toasts.failed(Texts.of("usage.tag.how"));
            show(now);
        } else {
            choose.accept(
                    choice.level() == Level.TAG
                            ? now.byTag(choice.tagKey())
                            : now.with(choice.level()));
        }
    }

    /// Takes the keys that are summed.
    void showTagKeys(List<String> keys) {
        if (!keys.equals(tagKeys)) {
            tagKeys = keys;
            show(query.get());
        }
    }

    /// Shows what a query is grouped by.
    void show(UsageQuery shown) {
        List<Choice> choices = new ArrayList<>();
        for (Level level : Level.USAGE) {
            if (level != Level.TAG) {
                choices.add(new Choice(level, ""));
            }
        }
        tagKeys.forEach(key -> choices.add(new Choice(Level.TAG, key)));
        boolean isByTag = shown.level() == Level.TAG;
        Choice now = new Choice(shown.level(), isByTag ? shown.filter().tagKey() : "");
        // Of an address with another key: the service says what is wrong with it.
        if (!choices.contains(now)) {
            choices.add(now);
        }
        if (tagKeys.isEmpty() && !isByTag) {
            choices.add(new Choice(Level.TAG, ""));
        }
        isShowing = true;
        box.getItems().setAll(choices);
        box.setValue(now);
        isShowing = false;
    }
}
