package io.weighbridge.console;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Browser;
import io.weighbridge.console.client.Changes;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.control.Overlay;
import io.weighbridge.console.control.Toasts;
import io.weighbridge.console.fx.Answers;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.settings.Profiles;
import io.weighbridge.console.settings.Settings;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.LoginModel;
import io.weighbridge.console.shell.LoginView;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.CurrencySign;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.SystemZone;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.theme.Theme;
import io.weighbridge.proto.v1.Operator;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One window of the console: the login, then the frame, then the login again. All on the FX
/// thread.
public final class Console implements AutoCloseable {
    private final Settings settings;
    private final Background background;
    private final InstantSource clock;
    private final Browser browser;
    private final Theme theme;
    private final StackPane room = new StackPane();
    private final Overlay overlay = new Overlay();
    private final Actions actions = new Actions();
    private final Toasts toasts = new Toasts(actions);
    // Outlives a session: what was sent in it may have been done.
    private final Operations operations = new Operations();
    private final Scene scene;
    private final Unfinished unfinished = new Unfinished();
    private final ClosingQuestion closing;
    private @Nullable Session session;
    // Who was logged in last: secrets that are still shown are theirs.
    private String last = "";
    // Where a session ended, to go on there after the next login.
    private Address first = Address.of(Route.LIVE);

    /// @param width of the window, in pixels
    public Console(
            Settings settings,
            Background background,
            InstantSource clock,
            int width,
            int height,
            Browser browser) {
        this.settings = settings;
        this.background = background;
        this.clock = clock;
        this.browser = browser;
        this.theme =
                new Theme(settings.get("theme", Theme.Choice.class).orElse(Theme.Choice.SYSTEM));
        StackPane root = new StackPane(room, toasts, overlay);
        StackPane.setAlignment(toasts, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(toasts, new Insets(0, 16, 40, 0));
        root.getStyleClass().add("console");
        scene = new Scene(root, width, height);
        theme.dress(scene);
        actions.listen(scene, overlay::isShowing, toasts::refused);
        closing = new ClosingQuestion(overlay, toasts, background.fx(), this::losing);
        showLogin("");
    }

    /// The window's content.
    public Scene scene() {
        return scene;
    }

    public Theme theme() {
        return theme;
    }

    /// What lies over the frame.
    public Overlay overlay() {
        return overlay;
    }

    /// Logs in without the form: the demo, and a session that was made elsewhere.
    public void login(Profile profile, String password) {
        LoginModel model = loginModel();
        show(new LoginView(model, browser).node());
        model.login(profile, password, "");
    }

    /// Shows the login with a service filled in.
    public void suggest(Profile profile) {
        LoginModel model = loginModel();
        LoginView view = new LoginView(model, browser);
        view.fill(profile);
        show(view.node());
    }

    /// Goes to an address, once somebody is logged in.
    public void open(Address address) {
        first = address;
        if (session != null) {
            session.shell().open(address);
        }
    }

    /// Has the window ask before it closes, by its button or by a key, when something would be
    /// lost.
    public void guard(Stage stage) {
        stage.setOnCloseRequest(
                event -> {
                    event.consume();
                    closing.ask(stage::hide);
                });
        var _ =
                actions.bind(
                        ConsoleAction.QUIT,
                        new Actions.Binding(
                                () -> closing.ask(stage::hide), new SimpleStringProperty("")));
    }

    private ClosingQuestion.Losing losing() {
        List<String> titles = new ArrayList<>();
        List<Changes> changes = new ArrayList<>(unfinished.changes().toList());
        Session now = session;
        if (now != null) {
            titles.addAll(now.shell().unsavedTitles());
            changes.add(now.client().changes());
        }
        titles.addAll(overlay.unsaved());
        if (unfinished.count() > 0) {
            titles.add(Texts.of("shell.closing.others", Integer.toString(unfinished.count())));
        }
        return new ClosingQuestion.Losing(
                titles,
                overlay.kept(),
                overlay.isBusy() || changes.stream().anyMatch(sent -> sent.out() > 0),
                changes.stream().mapToInt(Changes::failed).sum());
    }

    private void show(Parent node) {
        room.getChildren().setAll(node);
    }

    private LoginModel loginModel() {
        return new LoginModel(new Profiles(settings), clock, background, this::begin);
    }

    private void showLogin(String why) {
        LoginModel model = loginModel();
        model.tell(why);
        show(new LoginView(model, browser).node());
    }

    private void begin(BackendClient connected, Operator me) {
        if (!me.getId().equals(last)) {
            overlay.endKept();
        }
        last = me.getId();
        Optional<Unfinished.Work> before = unfinished.take(connected.profile(), me);
        if (before.isPresent()) {
            resume(before.get(), connected);
        } else {
            begin(newSession(connected, me));
        }
    }

    private Session newSession(BackendClient connected, Operator me) {
        Answers answers = new Answers(background.fx());
        Background own = new Background(background.workers(), answers);
        return new Session(shell(connected, me, own), connected, me, answers);
    }

    private Shell shell(BackendClient connected, Operator me, Background own) {
        CurrencySign.choose(settings.get("currency", String.class).orElse("$"));
        Formats formats = new Formats(clock, zone(), CurrencySign.chosen());
        return new Shell(
                navigator ->
                        new Workbench(
                                connected,
                                operations,
                                me,
                                own,
                                formats,
                                settings,
                                theme,
                                actions,
                                overlay,
                                toasts,
                                navigator),
                Screens::make,
                this::end);
    }

    private void begin(Session begun) {
        session = begun;
        show(begun.shell().node());
        begun.shell().begin(first);
    }

    // The screens that were typed into work with their own client: it goes on with the new session.
    private void resume(Unfinished.Work work, BackendClient connected) {
        Session resumed = work.session();
        resumed.client().takeOver(connected);
        background.workers().execute(connected::close);
        session = resumed;
        show(resumed.shell().node());
        // Before the answers, which may end the session again: then they are put aside with it.
        work.open().forEach(overlay::show);
        resumed.resume();
        List<String> titles = work.titles();
        if (resumed.equals(session) && !titles.isEmpty()) {
            toasts.done(Texts.of("shell.unfinished.back", String.join(", ", titles)));
        }
    }

    private ZoneId zone() {
        return settings.get("zone", String.class)
                .filter(ZoneId.getAvailableZoneIds()::contains)
                .map(ZoneId::of)
                .orElseGet(() -> SystemZone.here().zone());
    }

    // Who logged out begins anew; whom the service threw out goes on, with what was typed.
    private void end(String why, Address where) {
        first = why.isEmpty() ? Address.of(Route.LIVE) : where;
        Session ending = session;
        if (ending == null || why.isEmpty()) {
            leave();
            showLogin(why);
            return;
        }
        Unfinished.Work work = new Unfinished.Work(ending, overlay.putAside());
        List<String> titles = work.titles();
        if (titles.isEmpty()) {
            leave();
            showLogin(why);
            return;
        }
        session = null;
        ending.pause();
        toasts.clear();
        unfinished.keep(work);
        String kept =
                Texts.of(
                        "shell.unfinished.kept",
                        String.join(", ", titles),
                        ending.me().getName(),
                        Texts.of("common.role." + ending.me().getRole().name()));
        showLogin(why + '\n' + kept);
    }

    private void leave() {
        Session ending = session;
        session = null;
        if (ending != null) {
            ending.end();
            background.workers().execute(ending.client()::close);
        }
        overlay.clear();
        toasts.clear();
    }

    @Override
    public void close() {
        leave();
        unfinished.close();
        theme.close();
        settings.save();
    }
}
