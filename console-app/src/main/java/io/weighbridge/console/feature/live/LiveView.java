package io.weighbridge.console.feature.live;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.FilterField;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.SimpleStringProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.function.Consumer;

/// The live screen: totals on top, all keys that are used below. The filters `filter` (words),
/// `account`, `service` and `show` of its address narrow it down.
public final class LiveView implements Screen {
    private static final long STALE_MS = 5_000;

    private final Workbench bench;
    private final LiveModel model;
    private final LiveStream stream;
    private final LiveTable lines;
    private final LiveTiles tiles;
    private final LiveChips chips;
    private final KillSwitch stop;
    private final LiveMenu menu;
    private final AccountNames names;
    private final Ticker ticker;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Label told = new Label();
    private final Button pause = new Button();
    private final FilterField filter = new FilterField();
    private final StatePane pane;
    private final VBox node;
    private @Nullable LiveLine chosen;
    private boolean isMoving;

    public LiveView(Address address, Workbench bench) {
        this.bench = bench;
        LiveInbox inbox = new LiveInbox();
        names = new AccountNames(AccountNames.of(bench.client()), bench.background());
        model = new LiveModel(inbox, names, bench.formats().clock());
        stream =
                new LiveStream(
                        bench.client(),
                        inbox,
                        bench.formats().clock(),
                        bench.background().workers());
        // Before the table hears of it: what is chosen is kept while lines change places.
        model.shown().addListener((ListChangeListener<LiveLine>) _ -> isMoving = true);
        lines = new LiveTable(model, bench);
        tiles = new LiveTiles(bench.formats());
        chips = new LiveChips(model, this::remember);
        stop = new KillSwitch(bench, model::reach);
        menu = new LiveMenu(bench, stop, this::chosenLine);
        pane =
                new StatePane(
                                lines.table().node(),
                                Texts.of("live.empty.title"),
                                Texts.of("live.empty.text"),
                                this::begin)
                        .withEmptyAction(makeKey());
        ticker = new Ticker(LiveModel.TICK_MS, bench.background().fx(), this::tick);
        node = new VBox(heading(), tiles.node(), bar(), pane);
        VBox.setVgrow(pane, Priority.ALWAYS);
        node.getStyleClass().add("screen");
        lines.table().onOpen(this::inspect);
        lines.table().node().setContextMenu(menu.contextMenu());
        String[] words = {
            address.filter("account"), address.filter("service"), address.filter("filter")
        };
        filter.setText(String.join(" ", words).replaceAll(" +", " ").strip());
        chips.choose(LiveChip.ofWord(address.filter("show")));
    }

    private Button makeKey() {
        Button make = new Button(Texts.of("live.empty.action"));
        make.setOnAction(_ -> bench.navigator().open(Address.of(Route.KEYS)));
        return make;
    }

    private HBox heading() {
        told.setId("live-state");
        told.getStyleClass().add("muted");
        pause.setId("live-pause");
        pause.getStyleClass().add("flat");
        pause.setOnAction(_ -> model.togglePause());
        HBox heading = new HBox(12, Shell.heading(title()), told, space(), menu.button(), pause);
        heading.setAlignment(Pos.CENTER_LEFT);
        return heading;
    }

    private HBox bar() {
        filter.setId("live-filter");
        filter.setPromptText(Texts.of("live.filter.prompt"));
        filter.setPrefColumnCount(24);
        filter.setMinWidth(120);
        Described.named(filter, Texts.of("live.filter"));
        HBox bar = new HBox(8, chips.node(), space(), filter);
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private static Region space() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    private @Nullable LiveLine chosenLine() {
        return chosen;
    }

    private void inspect(LiveLine line) {
        bench.navigator().inspect(Address.of(Route.LIVE, line.key()));
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("shell.route.live");
    }

    @Override
    public void shown() {
        DataTable<LiveLine> table = lines.table();
        names.clear();
        begin();
        subscriptions.watch(bench.theme().darkProperty(), tiles::paint);
        subscriptions.watch(model.stateProperty(), pane::show);
        subscriptions.watch(model.totalsProperty(), totals -> tiles.show(totals, model));
        subscriptions.watch(model.countsProperty(), chips::show);
        subscriptions.watch(model.tickProperty(), _ -> afterTick());
        subscriptions.watch(model.pausedProperty(), this::showPause);
        subscriptions.watch(
                filter.textProperty(),
                text -> {
                    model.filter(text);
                    remember();
                });
        subscriptions.watch(table.node().getSelectionModel().selectedItemProperty(), this::choose);
        subscriptions.watch(
                table.node().hoverProperty(),
                isIn -> model.hold(isIn || table.node().isFocusWithin()));
        subscriptions.watch(
                table.node().focusWithinProperty(),
                isIn -> model.hold(isIn || table.node().isHover()));
        bind(ConsoleAction.PAUSE, model::togglePause);
        bind(ConsoleAction.RELOAD, model::orderNow);
        bind(ConsoleAction.FILTER, filter::requestFocus);
        bind(ConsoleAction.BLOCK_KEY, stop.keyRefusal(), stop::key);
        bind(ConsoleAction.BLOCK_ACCOUNT, stop.accountRefusal(), stop::account);
        bind(ConsoleAction.BLOCK_SERVICE, stop.serviceRefusal(), stop::service);
        bind(ConsoleAction.OPEN, "", menu::openWhole);
        bind(ConsoleAction.SHOW_ACCOUNT, "", menu::openAccount);
        bind(ConsoleAction.SHOW_USAGE, "", menu::openUsage);
        ticker.start();
    }

    private void remember() {
        bench.navigator()
                .changed(
                        Address.of(Route.LIVE)
                                .with("filter", filter.getText().strip())
                                .with("show", chips.chosen().address()));
    }

    private void begin() {
        stream.start("");
    }

    private void bind(ConsoleAction action, Runnable run) {
        subscriptions.add(
                bench.actions()
                        .bind(action, new Actions.Binding(run, new SimpleStringProperty(""))));
    }

    private void bind(ConsoleAction action, String refusal, Consumer<LiveLine> run) {
        Runnable onChosen =
                () -> {
                    LiveLine line = chosen;
                    if (line == null) {
                        bench.toasts().refused(Texts.of("live.choose"));
                    } else {
                        run.accept(line);
                    }
                };
        subscriptions.add(
                bench.actions()
                        .bind(
                                action,
                                new Actions.Binding(onChosen, new SimpleStringProperty(refusal))));
    }

    @Override
    public void hidden() {
        ticker.stop();
        stream.stop();
        subscriptions.clear();
    }

    private void choose(@Nullable LiveLine line) {
        if (!isMoving) {
            chosen = line;
            menu.chose(line);
        }
    }

    private void tick() {
        stream.mend();
        stream.failure()
                .filter(failure -> !failure.isConnection())
                .ifPresent(failure -> model.failed(new Loadable.Failed<>(failure)));
        model.tick();
    }

    private void afterTick() {
        if (isMoving) {
            chooseAgain();
        }
        lines.tick();
        told.setText(state());
    }

    private void chooseAgain() {
        var selection = lines.table().node().getSelectionModel();
        LiveLine line = chosen;
        int index = line == null ? -1 : model.shown().indexOf(line);
        if (index < 0) {
            selection.clearSelection();
        } else if (selection.getSelectedIndices().size() != 1
                || selection.getSelectedIndex() != index) {
            selection.clearAndSelect(index);
        }
        isMoving = false;
    }

    private String state() {
        if (model.pausedProperty().get()) {
            return Texts.of("live.state.paused", bench.formats().count(model.waiting()));
        }
        if (model.newestAtMs() == 0) {
            return "";
        }
        long ageMs = bench.formats().clock().millis() - model.newestAtMs();
        if (stream.failure().isPresent() && ageMs >= STALE_MS) {
            return Texts.of("live.state.stale", bench.formats().duration(ageMs));
        }
        return model.isHeld() ? Texts.of("live.state.held") : Texts.of("live.state.live");
    }

    private void showPause(boolean isPaused) {
        pause.setText(Texts.of(isPaused ? "live.go-on" : "live.pause"));
        pause.setGraphic(new FontIcon(isPaused ? "fth-play" : "fth-pause"));
        Described.tip(pause, Texts.of("live.pause.help"));
        told.setText(state());
    }
}
