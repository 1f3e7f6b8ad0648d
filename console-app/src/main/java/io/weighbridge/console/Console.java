package io.weighbridge.console;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Operations;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.control.Overlay;
import io.weighbridge.console.control.Toasts;
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
import io.weighbridge.console.theme.Theme;
import io.weighbridge.proto.v1.Operator;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Consumer;

/// One window of the console: the login, then the frame, then the login again. All on the FX
/// thread.
public final class Console implements AutoCloseable {
    private final Settings settings;
    private final Background background;
    private final InstantSource clock;
    private final Consumer<String> browser;
    private final Theme theme;
    private final StackPane room = new StackPane();
    private final Overlay overlay = new Overlay();
    private final Toasts toasts = new Toasts();
    private final Actions actions = new Actions();
    // Outlives a session: what was sent in it may have been done.
    private final Operations operations = new Operations();
    private final Scene scene;
    private @Nullable Shell shell;
    private @Nullable BackendClient client;
    // Where a session ended, to go on there after the next login.
    private Address first = Address.of(Route.LIVE);

    /// @param width of the window, in pixels
    /// @param browser shows an address in the system's browser
    public Console(
            Settings settings,
            Background background,
            InstantSource clock,
            int width,
            int height,
            Consumer<String> browser) {
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
        actions.listen(scene, overlay::isShowing);
        showLogin("");
    }

    /// The window's content.
    public Scene scene() {
        return scene;
    }

    public Theme theme() {
        return theme;
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
        if (shell != null) {
            shell.open(address);
        }
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
        client = connected;
        CurrencySign.choose(settings.get("currency", String.class).orElse("$"));
        Formats formats = new Formats(clock, zone(), CurrencySign.chosen());
        Shell begun =
                new Shell(
                        navigator ->
                                new Workbench(
                                        connected,
                                        operations,
                                        me,
                                        background,
                                        formats,
                                        settings,
                                        theme,
                                        actions,
                                        overlay,
                                        toasts,
                                        navigator),
                        Screens::make,
                        this::end);
        shell = begun;
        show(begun.node());
        begun.begin(first);
    }

    private ZoneId zone() {
        return settings.get("zone", String.class)
                .filter(ZoneId.getAvailableZoneIds()::contains)
                .map(ZoneId::of)
                .orElse(ZoneId.systemDefault());
    }

    // Who logged out begins anew; whom the service threw out goes on.
    private void end(String why, Address where) {
        first = why.isEmpty() ? Address.of(Route.LIVE) : where;
        leave();
        showLogin(why);
    }

    private void leave() {
        Shell ending = shell;
        shell = null;
        if (ending != null) {
            ending.end();
        }
        overlay.clear();
        BackendClient closing = client;
        client = null;
        if (closing != null) {
            background.workers().execute(closing::close);
        }
    }

    @Override
    public void close() {
        leave();
        theme.close();
        settings.save();
    }
}
