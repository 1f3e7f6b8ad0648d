package io.weighbridge.console.shell;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.LinkState;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.fx.Ticker;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.theme.Theme;
import io.weighbridge.proto.v1.Role;

import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The frame around the screens of one logged in operator: navigation at the left, the bar on top,
/// the drawer at the right, the status line below, a banner while the service does not answer.
public final class Shell implements Navigator {
    private static final int POLL_MS = 5_000;
    private static final int HISTORY_MAX = 50;

    private final Workbench bench;
    private final ScreenFactory factory;
    private final ShellModel model;
    private final BiConsumer<String, Address> onLeft;
    private final BorderPane root = new BorderPane();
    private final NavigationBar navigation;
    private final TopBar top;
    private final StatusLine status;
    private final Label banner = new Label();
    private final Button retry = new Button(Texts.of("common.retry"));
    private final Stagehand stage;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Deque<Address> history = new ArrayDeque<>();
    private final KeptScreens screens = new KeptScreens();
    private final Places places;
    private final Ticker poll;
    // What ends the session comes to one end, however often it is begun.
    private final Lane leaving;
    private Address current = Address.of(Route.LIVE);
    // The session has ended: what is answered now leads nowhere.
    private boolean isResting;

    /// @param pieces makes the workbench, given the navigator that this is
    /// @param factory makes screens
    /// @param onLeft called when the session ended, with what to say, empty after logging out, and
    ///     where it ended
    public Shell(
            Function<Navigator, Workbench> pieces,
            ScreenFactory factory,
            BiConsumer<String, Address> onLeft) {
        this.bench = pieces.apply(this);
        this.places = new Places(bench.settings(), bench.client().profile().name());
        this.factory = factory;
        this.onLeft = onLeft;
        this.model = new ShellModel(bench.client(), bench.background(), bench.me().getRole());
        this.navigation = new NavigationBar(bench.me().getRole(), this::goTo);
        this.top =
                new TopBar(bench, () -> bench.actions().run(ConsoleAction.PALETTE), this::logOut);
        this.status = new StatusLine(bench.client().profile().address(), bench.formats());
        this.stage = new Stagehand(this::open);
        this.leaving = bench.background().lane();
        this.poll = new Ticker(POLL_MS, bench.background().fx(), this::poll);
        build();
    }

    /// The frame's root.
    public Parent node() {
        return root;
    }

    private void build() {
        root.getStyleClass().add("shell");
        banner.getStyleClass().add("banner");
        banner.setMaxWidth(Double.MAX_VALUE);
        banner.setId("banner");
        retry.getStyleClass().add("small");
        retry.setOnAction(_ -> bench.client().link().retry());
        banner.setGraphic(retry);
        banner.setContentDisplay(ContentDisplay.RIGHT);
        banner.managedProperty().bind(banner.visibleProperty());
        banner.setVisible(false);
        root.setTop(new VBox(top, banner));
        root.setLeft(navigation);
        root.setCenter(stage.node());
        root.setBottom(status);
        navigation.setNarrow(
                bench.settings().get("navigation.narrow", Boolean.class).orElse(false));
    }

    /// Begins: binds the frame's own actions, follows the connection, shows the first screen. One
    /// that is not narrowed down is shown as it was left.
    public void begin(Address first) {
        follow();
        go(first.equals(Address.of(first.route())) ? places.last(first.route()) : first);
    }

    /// Goes on after [#pause], with everything as it was.
    public void resume() {
        follow();
        stage.resume();
    }

    private void follow() {
        isResting = false;
        bindActions();
        model.begin();
        subscriptions.watch(model.linkProperty(), this::showLink);
        subscriptions.watch(
                model.approvalsProperty(),
                count -> {
                    String badge = badge(count.intValue());
                    navigation.setBadge(Route.APPROVALS, badge);
                    top.showApprovals(badge);
                });
        subscriptions.watch(model.unratedProperty(), count -> status.showUnrated(count.intValue()));
        subscriptions.watch(model.roleProperty(), this::endForRole);
        poll.start();
    }

    /// Ends: nothing of it goes on afterwards.
    public void end() {
        stage.clear();
        rest();
    }

    /// Ends for a while: nothing goes on until [#resume], and what was typed stays.
    public void pause() {
        stage.pause();
        rest();
    }

    private void rest() {
        isResting = true;
        poll.stop();
        leaving.cancel();
        subscriptions.clear();
        model.end();
    }

    /// Titles of the screens that hold something which was typed and not saved.
    public List<String> unsavedTitles() {
        return unsaved().stream().map(Screen::title).toList();
    }

    private List<Screen> unsaved() {
        Set<Screen> all = new LinkedHashSet<>(stage.unsaved());
        all.addAll(screens.unsaved());
        return List.copyOf(all);
    }

    private void poll() {
        model.poll();
        bench.background().workers().execute(bench.settings()::save);
    }

    private static String badge(int count) {
        return count == 0
                ? ""
                : count >= ShellModel.COUNT_MAX
                        ? ShellModel.COUNT_MAX - 1 + "+"
                        : Integer.toString(count);
    }

    private void bindActions() {
        for (Route route : Route.values()) {
            String refusal =
                    route.isFor(bench.me().getRole())
                            ? ""
                            : Texts.of(
                                    "shell.role.refused",
                                    Texts.of("common.role." + bench.me().getRole().name()));
            bind(route.action(), refusal, () -> goTo(route));
        }
        bind(ConsoleAction.BACK, "", this::back);
        subscriptions.add(
                bench.actions()
                        .bind(
                                ConsoleAction.RETRY,
                                new Actions.Binding(
                                        retry::fire,
                                        banner.visibleProperty()
                                                .map(
                                                        isDown ->
                                                                isDown
                                                                        ? ""
                                                                        : Texts.of(
                                                                                "shell.retry.none")))));
        bind(ConsoleAction.COPY_ADDRESS, "", this::copyAddress);
        bind(ConsoleAction.LOG_OUT, "", this::logOut);
        bind(
                ConsoleAction.TOGGLE_NAVIGATION,
                "",
                () -> {
                    navigation.setNarrow(!navigation.isNarrow());
                    bench.settings().put("navigation.narrow", navigation.isNarrow());
                });
        bind(ConsoleAction.TOGGLE_THEME, "", this::toggleTheme);
        bind(ConsoleAction.PALETTE, "", () -> CommandPalette.show(bench));
        bind(ConsoleAction.SHORTCUTS, "", () -> ShortcutList.show(bench));
    }

    private void bind(ConsoleAction action, String refusal, Runnable run) {
        subscriptions.add(
                bench.actions()
                        .bind(action, new Actions.Binding(run, new SimpleStringProperty(refusal))));
    }

    private void toggleTheme() {
        Theme.Choice next =
                bench.theme().darkProperty().get() ? Theme.Choice.LIGHT : Theme.Choice.DARK;
        bench.theme().choose(next);
        bench.settings().put("theme", next.name());
    }

    private void showLink(LinkState state) {
        status.showLink(state);
        switch (state) {
            case LinkState.Up() -> banner.setVisible(false);
            case LinkState.Down _ -> {
                banner.setText(Texts.of("shell.banner.down"));
                banner.setVisible(true);
            }
            case LinkState.Ended(var failure) -> endedBy(failure);
        }
    }

    // The service ends streams of who has got another role, but not the session: that is asked. Of
    // a session that it has ended it knows nothing, not even why.
    private void endedBy(Failure failure) {
        String told =
                Texts.of(
                        failure.code().equals("SESSION_EXPIRED")
                                ? "shell.session.expired"
                                : "shell.session.ended");
        leaving.run(
                model::readRole,
                role -> {
                    if (role == bench.me().getRole()) {
                        onLeft.accept(told, current);
                    } else {
                        endForRole(role);
                    }
                },
                _ -> onLeft.accept(told, current));
    }

    // What the screens offer is of the role before.
    private void endForRole(Role role) {
        if (role != bench.me().getRole()) {
            endSession(
                    Texts.of(
                            "shell.session.role",
                            Texts.of("common.role." + role.name()),
                            Texts.of("common.role." + bench.me().getRole().name())));
        }
    }

    private void goTo(Route route) {
        open(places.last(route));
    }

    @Override
    public void open(Address address) {
        if (isResting) {
            return;
        }
        if (address.equals(current)) {
            stage.closeDrawer();
            return;
        }
        unlessUnsaved(stage.unsaved(), "leave", () -> leaveFor(address));
    }

    // Does what would lose what was typed on screens: at once when nothing was, else when the
    // operator says so.
    private void unlessUnsaved(List<Screen> losing, String what, Runnable leave) {
        if (losing.isEmpty()) {
            leave.run();
            return;
        }
        String names = losing.stream().map(Screen::title).collect(Collectors.joining(", "));
        Sheet sheet =
                new Sheet(
                        Texts.of("shell.unsaved." + what + ".title", names),
                        Texts.of("shell.unsaved.text"),
                        Texts.of("shell.unsaved." + what));
        sheet.confirmButton().setId("leave-unsaved");
        sheet.dangerous()
                .onConfirm(
                        () -> {
                            sheet.leave();
                            losing.forEach(screens::forget);
                            leave.run();
                        });
        bench.overlay().show(sheet);
    }

    private void leaveFor(Address address) {
        history.push(current);
        if (history.size() > HISTORY_MAX) {
            history.removeLast();
        }
        go(address);
    }

    private void go(Address address) {
        current = address;
        places.remember(address);
        navigation.show(address.route());
        if (address.route().isFor(bench.me().getRole())) {
            stage.showPage(screens.get(address, key -> factory.make(key, bench, false)));
        } else {
            stage.showPage(new RefusedScreen(address.route(), bench.me()));
        }
    }

    @Override
    public void inspect(Address address) {
        if (!isResting) {
            stage.showDrawer(address, () -> factory.make(address, bench, true));
        }
    }

    @Override
    public void changed(Address address) {
        screens.move(current, address);
        current = address;
        places.remember(address);
    }

    @Override
    public void back() {
        if (!history.isEmpty()) {
            unlessUnsaved(stage.unsaved(), "leave", () -> go(history.pop()));
        }
    }

    @Override
    public Optional<Address> inspected() {
        return stage.inspected();
    }

    @Override
    public void closeDrawer() {
        stage.closeDrawer();
    }

    private void copyAddress() {
        ClipboardContent content = new ClipboardContent();
        content.putString(stage.inspected().orElse(current).toString());
        Clipboard.getSystemClipboard().setContent(content);
        bench.toasts().done(Texts.of("shell.address.copied"));
    }

    private void logOut() {
        unlessUnsaved(unsaved(), "log-out", () -> endSession(""));
    }

    private void endSession(String why) {
        leaving.run(
                () -> {
                    bench.client().logout();
                    return 0;
                },
                _ -> onLeft.accept(why, current),
                _ -> onLeft.accept(why, current));
    }

    /// A heading as every screen has it.
    public static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("screen-title");
        return Described.named(label, text);
    }
}
