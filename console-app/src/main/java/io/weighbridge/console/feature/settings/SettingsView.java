package io.weighbridge.console.feature.settings;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.control.Buttons;
import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.settings.Profiles;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.SystemZone;
import io.weighbridge.console.text.Texts;
import io.weighbridge.console.theme.Theme;
import io.weighbridge.proto.v1.Operator;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// What an operator sets for themselves, and what this machine remembers.
public final class SettingsView implements Screen {
    private static final int CARD_WIDTH = 440;

    private final Workbench bench;
    private final ProfileModel model;
    private final VBox root = new VBox();
    private final Subscriptions subscriptions = new Subscriptions();
    private final Label who = new Label();
    private final Label totp = new Label();
    private final Button totpButton = new Button();
    private final VBox connections = new VBox(6);
    private final ComboBox<Theme.Choice> theme = new ComboBox<>();
    private final Button password = new Button(Texts.of("settings.password"));

    public SettingsView(Workbench bench) {
        this.bench = bench;
        this.model = new ProfileModel(bench.client(), bench.background(), bench.me());
        FlowPane cards = new FlowPane(16, 16, me(), looks(), connections());
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        scroll.setAccessibleText(title());
        scroll.getStyleClass().add("plain-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root.getStyleClass().add("screen");
        root.getChildren().addAll(Shell.heading(title()), scroll);
    }

    private static VBox card(String key, Node... parts) {
        Label heading = new Label(Texts.of(key));
        heading.getStyleClass().add("section-title");
        VBox card = new VBox(12, heading);
        card.getChildren().addAll(parts);
        card.getStyleClass().add("card");
        card.setPrefWidth(CARD_WIDTH);
        return card;
    }

    private VBox me() {
        who.setWrapText(true);
        who.setMinHeight(Region.USE_PREF_SIZE);
        totp.setWrapText(true);
        totp.setMinHeight(Region.USE_PREF_SIZE);
        password.setId("change-password");
        password.setOnAction(_ -> ProfileSheets.changePassword(bench, model));
        totpButton.setId("totp");
        totpButton.setOnAction(
                _ -> {
                    if (model.meProperty().get().getTotp()) {
                        ProfileSheets.removeTotp(bench, model);
                    } else {
                        ProfileSheets.enrolTotp(bench, model);
                    }
                });
        return card("settings.me", who, totp, new HBox(8, password, totpButton));
    }

    private VBox looks() {
        theme.getItems().setAll(Theme.Choice.values());
        theme.setValue(bench.theme().choice());
        theme.setId("theme");
        theme.setConverter(
                new Chosen<>(
                        choice ->
                                Texts.of(
                                        "settings.theme."
                                                + choice.name().toLowerCase(Locale.ROOT))));
        theme.setOnAction(
                _ -> {
                    bench.theme().choose(theme.getValue());
                    bench.settings().put("theme", theme.getValue().name());
                });
        ComboBox<String> zone = new ComboBox<>();
        zone.getItems().setAll(new TreeSet<>(ZoneId.getAvailableZoneIds()));
        zone.setValue(bench.formats().zone().getId());
        zone.setId("zone");
        zone.setOnAction(_ -> bench.settings().put("zone", zone.getValue()));
        ComboBox<String> currency = new ComboBox<>();
        currency.getItems().setAll("$", "€", "£", "¥", "CHF ", "");
        currency.setValue(bench.settings().get("currency", String.class).orElse("$"));
        currency.setId("currency");
        currency.setConverter(
                new Chosen<>(sign -> sign.isEmpty() ? Texts.of("settings.currency.none") : sign));
        currency.setOnAction(_ -> bench.settings().put("currency", currency.getValue()));
        Label note = muted(Texts.of("settings.looks.note"));
        return card(
                "settings.looks",
                line("settings.theme", theme),
                line("settings.zone", zone),
                zoneNote(),
                line("settings.currency", currency),
                note);
    }

    // Why it is UTC, for who chose no zone where the machine's has no name.
    private Label zoneNote() {
        Label note = muted(Texts.of("settings.zone.unknown", ZoneId.systemDefault().getId()));
        note.setId("zone-note");
        boolean isChosen = bench.settings().get("zone", String.class).isPresent();
        note.setVisible(!isChosen && !SystemZone.here().isKnown());
        note.setManaged(note.isVisible());
        return note;
    }

    private static Label muted(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static HBox line(String key, ComboBox<?> box) {
        Label label = Described.label(Texts.of(key), box);
        label.setMinWidth(120);
        box.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(box, Priority.ALWAYS);
        HBox line = new HBox(12, label, box);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private VBox connections() {
        fillConnections();
        return card("settings.connections", connections);
    }

    private void fillConnections() {
        Profiles profiles = new Profiles(bench.settings());
        List<Profile> all = profiles.all();
        connections.getChildren().clear();
        for (Profile profile : all) {
            Label name = new Label(profile.name());
            Label address = new Label(profile.address());
            address.getStyleClass().add("muted");
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            Button forget = new Button(Texts.of("settings.connections.forget"));
            forget.getStyleClass().add("small");
            forget.setAccessibleText(
                    Texts.of("settings.connections.forget") + ' ' + profile.name());
            forget.setOnAction(
                    _ -> {
                        profiles.remove(profile.name());
                        fillConnections();
                    });
            HBox line = new HBox(12, name, address, space, forget);
            line.setAlignment(Pos.CENTER_LEFT);
            connections.getChildren().add(line);
        }
        if (all.isEmpty()) {
            Label none = new Label(Texts.of("settings.connections.none"));
            none.getStyleClass().add("muted");
            connections.getChildren().add(none);
        }
    }

    @Override
    public Parent node() {
        return root;
    }

    @Override
    public String title() {
        return Texts.of("settings.title");
    }

    @Override
    public void shown() {
        subscriptions.watch(model.meProperty(), this::showMe);
        // It is changed by a key, too.
        subscriptions.watch(
                bench.theme().darkProperty(), _ -> theme.setValue(bench.theme().choice()));
        subscriptions.add(
                bench.actions().bind(ConsoleAction.PASSWORD, Buttons.binding(password, "")));
        subscriptions.add(
                bench.actions().bind(ConsoleAction.SECOND_FACTOR, Buttons.binding(totpButton, "")));
        subscriptions.add(
                bench.actions()
                        .bind(
                                ConsoleAction.FORGET_CONNECTION,
                                new Actions.Binding(
                                        this::goToConnections, new SimpleStringProperty(""))));
    }

    // Which one is forgotten is chosen there.
    private void goToConnections() {
        Node first = connections.lookup(".button");
        if (first != null) {
            first.requestFocus();
        }
    }

    private void showMe(Operator me) {
        who.setText(
                Texts.of(
                        "settings.me.text",
                        me.getName(),
                        Texts.of("common.role." + me.getRole().name()),
                        bench.formats().relative(me.getPasswordSetAtMs())));
        totp.setText(Texts.of(me.getTotp() ? "settings.totp.yes" : "settings.totp.no"));
        totpButton.setText(Texts.of(me.getTotp() ? "settings.totp.remove" : "settings.totp.add"));
    }

    @Override
    public void hidden() {
        subscriptions.clear();
    }
}
