package io.weighbridge.console.shell;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.BrowserLogin;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.settings.Profiles;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ChangePasswordRequest;
import io.weighbridge.proto.v1.Operator;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Logging in: which service, who, and what went wrong.
public final class LoginModel {
    private final Profiles profiles;
    private final InstantSource clock;
    private final Lane lane;
    private final BiConsumer<BackendClient, Operator> loggedIn;
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper needsCode = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper needsPassword = new ReadOnlyBooleanWrapper();
    private @Nullable Held held;

    /// @param loggedIn gets the connection, which is its own from then on, and who is logged in
    public LoginModel(
            Profiles profiles,
            InstantSource clock,
            Background background,
            BiConsumer<BackendClient, Operator> loggedIn) {
        this.profiles = profiles;
        this.clock = clock;
        this.lane = background.lane();
        this.loggedIn = loggedIn;
    }

    private record Begun(BackendClient client, Operator me) {}

    /// A session that may only set a password of its own.
    private record Held(Profile profile, BackendClient client, String password) {}

    /// Connections made before, the last used first.
    public List<Profile> profiles() {
        return profiles.all();
    }

    /// Logs in; what comes of it is in the properties, or [#loggedIn] is told.
    public void login(Profile profile, String password, String code) {
        connect(profile, client -> client.login(profile.user(), password, code), password);
    }

    /// Logs in through the service's OpenID provider.
    ///
    /// @param browser shows an address to the operator
    public void loginByBrowser(Profile profile, Consumer<String> browser) {
        problem.set(Texts.of("shell.login.browser.waiting"));
        connect(profile, client -> new BrowserLogin(client, browser).login(), "");
    }

    /// How a session is begun.
    private interface Way {
        Operator login(BackendClient client) throws Exception;
    }

    private void connect(Profile profile, Way way, String password) {
        busy.set(true);
        lane.run(
                () -> {
                    BackendClient client = BackendClient.connect(profile, clock);
                    try {
                        return new Begun(client, way.login(client));
                    } catch (Exception e) {
                        client.close();
                        throw e;
                    }
                },
                begun -> begun(profile, begun, password),
                this::failed);
    }

    private void begun(Profile profile, Begun begun, String password) {
        busy.set(false);
        needsCode.set(false);
        problem.set("");
        if (begun.me().getPasswordChangeRequired()) {
            held = new Held(profile, begun.client(), password);
            needsPassword.set(true);
            problem.set(Texts.of("shell.login.password-needed"));
        } else {
            goOn(profile, begun.client(), begun.me());
        }
    }

    private void goOn(Profile profile, BackendClient client, Operator me) {
        profiles.use(profile);
        loggedIn.accept(client, me);
    }

    /// Sets the operator's own password, when the one that they logged in with was the service's.
    public void setPassword(String typed, String again) {
        Held now = held;
        if (now == null) {
            return;
        }
        if (!typed.equals(again)) {
            problem.set(Texts.of("shell.login.password-differs"));
            return;
        }
        busy.set(true);
        lane.run(
                () ->
                        now.client()
                                .operators()
                                .changePassword(
                                        ChangePasswordRequest.newBuilder()
                                                .setOldPassword(now.password())
                                                .setNewPassword(typed)
                                                .build()),
                me -> {
                    held = null;
                    busy.set(false);
                    needsPassword.set(false);
                    problem.set("");
                    goOn(now.profile(), now.client(), me);
                },
                this::failed);
    }

    private void failed(Failure failure) {
        busy.set(false);
        if (failure.code().equals("TOTP_REQUIRED")) {
            needsCode.set(true);
            problem.set(Texts.of("shell.login.code-needed"));
        } else {
            problem.set(failure.text());
        }
    }

    /// Says something before the operator has done anything, such as why a session ended.
    public void tell(String text) {
        problem.set(text);
    }

    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// Whether the operator must set a password of their own first.
    public ReadOnlyBooleanProperty needsPasswordProperty() {
        return needsPassword.getReadOnlyProperty();
    }

    /// Whether the operator has a second factor.
    public ReadOnlyBooleanProperty needsCodeProperty() {
        return needsCode.getReadOnlyProperty();
    }
}
