package io.weighbridge.console.shell;

import io.weighbridge.console.client.Browser;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.client.Trust;
import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.Texts;

import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// The way in: a service, how its certificate is trusted, a name and a password.
public final class LoginView {
    private enum TrustKind {
        SYSTEM,
        CERTIFICATE,
        PLAINTEXT
    }

    private final LoginModel model;
    private final Browser browser;
    private final StackPane root = new StackPane();
    private final ComboBox<Profile> profiles = new ComboBox<>();
    private final TextField name = new TextField();
    private final TextField address = new TextField();
    private final ComboBox<TrustKind> trust = new ComboBox<>();
    private final TextField certificate = new TextField();
    private final ComboBox<Profile.Environment> environment = new ComboBox<>();
    private final TextField user = new TextField();
    private final PasswordField password = new PasswordField();
    private final TextField code = new TextField();
    private final PasswordField ownPassword = new PasswordField();
    private final PasswordField ownPasswordAgain = new PasswordField();
    private final Button login = new Button(Texts.of("shell.login.verb"));

    public LoginView(LoginModel model, Browser browser) {
        this.model = model;
        this.browser = browser;
        build();
        List<Profile> known = model.profiles();
        profiles.getItems().setAll(known);
        if (!known.isEmpty()) {
            profiles.getSelectionModel().selectFirst();
        }
    }

    /// The view's root.
    public Parent node() {
        return root;
    }

    private void build() {
        Label title = new Label(Texts.of("shell.login.title"));
        title.getStyleClass().add("login-title");
        Label problem = new Label();
        problem.textProperty().bind(model.problemProperty());
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        problem.getStyleClass().add("problem");
        problem.setId("login-problem");
        login.setDefaultButton(true);
        login.setMaxWidth(Double.MAX_VALUE);
        login.setId("login");
        login.getStyleClass().add("accent");
        login.disableProperty().bind(model.busyProperty());
        login.setOnAction(_ -> confirm());
        Button byBrowser = new Button(Texts.of("shell.login.browser"));
        byBrowser.setMaxWidth(Double.MAX_VALUE);
        byBrowser.setId("login-browser");
        byBrowser.disableProperty().bind(model.busyProperty());
        byBrowser
                .visibleProperty()
                .bind(model.needsPasswordProperty().or(model.waitsProperty()).not());
        byBrowser.managedProperty().bind(byBrowser.visibleProperty());
        byBrowser.setOnAction(_ -> submit(profile -> model.loginByBrowser(profile, browser)));
        Button cancel = new Button(Texts.of("shell.login.browser.cancel"));
        cancel.setMaxWidth(Double.MAX_VALUE);
        cancel.setId("login-browser-cancel");
        cancel.setCancelButton(true);
        cancel.visibleProperty().bind(model.waitsProperty());
        cancel.managedProperty().bind(cancel.visibleProperty());
        cancel.setOnAction(_ -> model.cancel());
        VBox box = new VBox(16, title, form(), problem, login, byBrowser, cancel);
        box.getStyleClass().add("login");
        box.setMaxSize(440, Region.USE_PREF_SIZE);
        root.getStyleClass().add("login-room");
        root.getChildren().add(box);
        StackPane.setAlignment(box, Pos.CENTER);
    }

    private GridPane form() {
        GridPane grid = new GridPane(12, 10);
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(110);
        labels.setHalignment(HPos.LEFT);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(labels, fields);
        profiles.setConverter(new Chosen<>(Profile::name));
        profiles.setMaxWidth(Double.MAX_VALUE);
        profiles.valueProperty().subscribe(this::fill);
        choices(trust, TrustKind.values(), "shell.trust.");
        choices(environment, Profile.Environment.values(), "common.environment.");
        environment.setValue(Profile.Environment.PRODUCTION);
        trust.setValue(TrustKind.SYSTEM);
        int row = 0;
        if (!model.profiles().isEmpty()) {
            row = add(grid, row, "shell.login.profile", profiles, "login-profile");
        }
        row = add(grid, row, "shell.login.address", address, "login-address");
        address.setPromptText("weighbridge.example.com:7443");
        row = add(grid, row, "shell.login.name", name, "login-name");
        name.setPromptText(Texts.of("shell.login.name.prompt"));
        row = add(grid, row, "shell.login.environment", environment, "login-environment");
        row = add(grid, row, "shell.login.trust", trust, "login-trust");
        Button browse = new Button(Texts.of("shell.login.browse"));
        browse.setOnAction(_ -> browse());
        GridPane file = new GridPane(6, 0);
        file.addRow(0, certificate, browse);
        GridPane.setHgrow(certificate, Priority.ALWAYS);
        int fileRow = row;
        row = add(grid, row, "shell.login.certificate", file, "login-certificate");
        certificate.setAccessibleText(Texts.of("shell.login.certificate"));
        showOnlyWhile(grid, fileRow, trust.valueProperty().isEqualTo(TrustKind.CERTIFICATE));
        row = add(grid, row, "shell.login.user", user, "login-user");
        row = add(grid, row, "shell.login.password", password, "login-password");
        int codeRow = row;
        row = add(grid, row, "shell.login.code", code, "login-code");
        showOnlyWhile(grid, codeRow, model.needsCodeProperty());
        int ownRow = row;
        row = add(grid, row, "shell.login.own", ownPassword, "own-password");
        add(grid, row, "shell.login.own-again", ownPasswordAgain, "own-password-again");
        showOnlyWhile(grid, ownRow, model.needsPasswordProperty());
        showOnlyWhile(grid, ownRow + 1, model.needsPasswordProperty());
        return grid;
    }

    private static void showOnlyWhile(GridPane grid, int row, ObservableBooleanValue isSo) {
        for (Node node : grid.getChildren()) {
            if (GridPane.getRowIndex(node) == row) {
                node.visibleProperty().bind(isSo);
                node.managedProperty().bind(isSo);
            }
        }
    }

    private static int add(GridPane grid, int row, String key, Region field, String id) {
        field.setId(id);
        grid.addRow(row, Described.label(Texts.of(key), field), field);
        return row + 1;
    }

    private static <E extends Enum<E>> void choices(ComboBox<E> box, E[] values, String prefix) {
        box.getItems().setAll(values);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(
                new Chosen<>(value -> Texts.of(prefix + value.name().toLowerCase(Locale.ROOT))));
    }

    private void browse() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(Texts.of("shell.login.certificate"));
        File chosen = chooser.showOpenDialog(root.getScene().getWindow());
        if (chosen != null) {
            certificate.setText(chosen.toString());
        }
    }

    /// Fills the form in.
    public void fill(@Nullable Profile profile) {
        if (profile == null) {
            return;
        }
        name.setText(profile.name());
        address.setText(profile.address());
        user.setText(profile.user());
        environment.setValue(profile.environment());
        switch (profile.trust()) {
            case Trust.Authorities() -> trust.setValue(TrustKind.SYSTEM);
            case Trust.Plaintext() -> trust.setValue(TrustKind.PLAINTEXT);
            case Trust.Certificate(var file) -> {
                trust.setValue(TrustKind.CERTIFICATE);
                certificate.setText(file.toString());
            }
        }
    }

    private void confirm() {
        if (model.needsPasswordProperty().get()) {
            model.setPassword(ownPassword.getText(), ownPasswordAgain.getText());
            return;
        }
        submit(profile -> model.login(profile, password.getText(), code.getText().strip()));
        password.clear();
        code.clear();
    }

    private void submit(Consumer<Profile> begin) {
        String to = address.getText().strip();
        if (to.isEmpty()) {
            model.tell(Texts.of("shell.login.incomplete"));
            return;
        }
        Trust how =
                switch (trust.getValue()) {
                    case SYSTEM -> new Trust.Authorities();
                    case PLAINTEXT -> new Trust.Plaintext();
                    case CERTIFICATE -> new Trust.Certificate(Path.of(certificate.getText()));
                };
        String called = name.getText().isBlank() ? to : name.getText().strip();
        begin.accept(new Profile(called, to, how, user.getText().strip(), environment.getValue()));
    }
}
