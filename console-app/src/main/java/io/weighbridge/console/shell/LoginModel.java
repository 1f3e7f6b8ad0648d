package io.weighbridge.console.shell;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.settings.Profiles;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Operator;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;

/// Logging in: which service, who, and what went wrong.
public final class LoginModel {
    private final Profiles profiles;
    private final InstantSource clock;
    private final Lane lane;
    private final BiConsumer<BackendClient, Operator> loggedIn;
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper needsCode = new ReadOnlyBooleanWrapper();

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

    /// Connections made before, the last used first.
    public List<Profile> profiles() {
        return profiles.all();
    }

    /// Logs in; what comes of it is in the properties, or [#loggedIn] is told.
    public void login(Profile profile, String password, String code) {
        busy.set(true);
        problem.set("");
        lane.run(
                () -> {
                    BackendClient client = BackendClient.connect(profile, clock);
                    try {
                        return new Begun(client, client.login(profile.user(), password, code));
                    } catch (RuntimeException e) {
                        client.close();
                        throw e;
                    }
                },
                begun -> {
                    busy.set(false);
                    needsCode.set(false);
                    profiles.use(profile);
                    loggedIn.accept(begun.client(), begun.me());
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

    /// Whether the operator has a second factor.
    public ReadOnlyBooleanProperty needsCodeProperty() {
        return needsCode.getReadOnlyProperty();
    }
}
