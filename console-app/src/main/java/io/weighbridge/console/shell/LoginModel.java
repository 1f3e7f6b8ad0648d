package io.weighbridge.console.shell;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Browser;
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

/// Logging in: which service, who, and what went wrong.
public final class LoginModel {
    private final Profiles profiles;
    private final InstantSource clock;
    private final Background background;
    private final Lane lane;
    private final BiConsumer<BackendClient, Operator> loggedIn;
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper needsCode = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper needsPassword = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper waits = new ReadOnlyBooleanWrapper();
    private LoginAttempt attempt;
    private @Nullable Held held;

    /// @param loggedIn gets the connection, which is its own from then on, and who is logged in
    public LoginModel(
            Profiles profiles,
            InstantSource clock,
            Background background,
            BiConsumer<BackendClient, Operator> loggedIn) {
        this.profiles = profiles;
        this.clock = clock;
        this.background = background;
        this.lane = background.lane();
        this.attempt = new LoginAttempt(background);
        this.loggedIn = loggedIn;
    }

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

    /// Logs in through the service's OpenID provider; until that is over it can be cancelled.
    public void loginByBrowser(Profile profile, Browser browser) {
        problem.set(Texts.of("shell.login.browser.waiting"));
        waits.set(true);
        connect(profile, client -> new BrowserLogin(client, browser).login(), null);
    }

    /// Waits for the browser no more: its window was closed, say.
    public void cancel() {
        attempt.cancel();
        over();
        problem.set(Texts.of("shell.login.browser.cancelled"));
    }

    private void connect(Profile profile, LoginAttempt.Way way, @Nullable String password) {
        busy.set(true);
        attempt = new LoginAttempt(background);
        attempt.run(
                () -> BackendClient.connect(profile, clock),
                way,
                (client, me) -> begun(profile, client, me, password),
                this::failed);
    }

    private void over() {
        busy.set(false);
        waits.set(false);
    }

    // Only who came in with a password that the service made must set another one.
    private void begun(
            Profile profile, BackendClient client, Operator me, @Nullable String password) {
        over();
        needsCode.set(false);
        problem.set("");
        if (password != null && me.getPasswordChangeRequired()) {
            held = new Held(profile, client, password);
            needsPassword.set(true);
            problem.set(Texts.of("shell.login.password-needed"));
        } else {
            goOn(profile, client, me);
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
        over();
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

    /// Whether the browser is waited for.
    public ReadOnlyBooleanProperty waitsProperty() {
        return waits.getReadOnlyProperty();
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
