package io.weighbridge.console.feature.compute.seen;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Workbench;

import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// The frame of a screen about one thing: reads it again while it is seen, and builds its parts
/// anew when it changed. What was read last stays while the service cannot be reached.
public final class Followed<T> {
    private final Workbench bench;
    private final Callable<Optional<T>> one;
    private final Consumer<T> read;
    private final Consumer<T> changed;
    private final VBox content = new VBox(12);
    private final StatePane pane;
    private final Lane reading;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Follow follow;
    private @Nullable T seen;

    /// @param emptyTitle said of what is not there, with the text
    /// @param one reads it, empty when it is not there; blocks
    /// @param changed shows what was read, when it is not what is seen
    public Followed(
            Workbench bench,
            String emptyTitle,
            String emptyText,
            Callable<Optional<T>> one,
            Consumer<T> changed) {
        this(bench, emptyTitle, emptyText, one, _ -> {}, changed);
    }

    /// @param read is told of all that was read before that, changed or not
    public Followed(
            Workbench bench,
            String emptyTitle,
            String emptyText,
            Callable<Optional<T>> one,
            Consumer<T> read,
            Consumer<T> changed) {
        this.bench = bench;
        this.one = one;
        this.read = read;
        this.changed = changed;
        reading = bench.background().lane();
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        content.getStyleClass().add("compute-content");
        scroll.getStyleClass().add("side-pane");
        pane = new StatePane(scroll, emptyTitle, emptyText, this::read);
        pane.getStyleClass().add("screen");
        pane.show(new Loadable.Loading<>());
        follow = new Follow(bench, this::read);
    }

    public Parent node() {
        return pane;
    }

    /// What was read last, null before.
    public @Nullable T seen() {
        return seen;
    }

    public void read() {
        reading.run(
                one,
                found ->
                        found.ifPresentOrElse(
                                this::arrived, () -> pane.show(new Loadable.Empty<>())),
                failure -> {
                    if (seen == null) {
                        pane.show(new Loadable.Failed<>(failure));
                    }
                });
    }

    private void arrived(T now) {
        read.accept(now);
        if (!now.equals(seen)) {
            seen = now;
            changed.accept(now);
            pane.show(new Loadable.Ready<>(now));
        }
    }

    /// Shows these parts instead of those before.
    public void fill(List<Node> parts) {
        content.getChildren().setAll(parts);
    }

    /// Until it is hidden: follows, and reads again on request.
    public void shown() {
        bind(ConsoleAction.RELOAD, new Actions.Binding(this::read, new SimpleStringProperty("")));
        read();
        follow.start();
    }

    /// Makes an action work until it is hidden.
    public void bind(ConsoleAction action, Actions.Binding binding) {
        subscriptions.add(bench.actions().bind(action, binding));
    }

    /// What ends when it is hidden.
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public void hidden() {
        follow.stop();
        reading.cancel();
        subscriptions.clear();
    }
}
