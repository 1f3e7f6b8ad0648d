package io.weighbridge.console.feature.keys;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.TickBox;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.CreditLimit;
import io.weighbridge.proto.v1.CreditPeriod;
import io.weighbridge.proto.v1.KeySettings;

import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.controlsfx.control.CheckComboBox;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The settings of a key as a form, for a new key and for one that is there.
final class KeyForm extends VBox {
    private final Formats formats;
    private final List<String> planIds = new ArrayList<>();
    private final TextField name = new TextField();
    private final ComboBox<String> plan = new ComboBox<>();
    private final CheckBox allServices = new CheckBox(Texts.of("keys.services.all"));
    private final CheckComboBox<String> services;
    private final TextField expiry = new TextField();
    private final TextField credit = new TextField();
    private final ComboBox<String> period = new ComboBox<>();
    private final TextArea networks = new TextArea();
    private final OverridesEditor overrides;
    private KeySettings shown = KeySettings.getDefaultInstance();

    KeyForm(Choices choices, Formats formats) {
        super(8);
        this.formats = formats;
        services =
                TickBox.withKeys(
                        new CheckComboBox<>(FXCollections.observableArrayList(choices.services())));
        overrides = new OverridesEditor(choices.services());
        planIds.add("");
        plan.getItems().add(Texts.of("keys.plan.none"));
        choices.plans()
                .forEach(
                        (id, planName) -> {
                            planIds.add(id);
                            plan.getItems().add(planName);
                        });
        for (int i = 1; i < CreditPeriod.values().length - 1; i++) {
            period.getItems().add(Texts.of("keys.period." + i));
        }
        services.disableProperty().bind(allServices.selectedProperty());
        name.setId("key-name");
        plan.setId("key-plan");
        allServices.setId("key-all-services");
        services.setId("key-services");
        expiry.setId("key-expiry");
        credit.setId("key-credit");
        period.setId("key-period");
        networks.setId("key-networks");
        networks.setPrefRowCount(2);
        expiry.setPromptText(Texts.of("keys.expiry.prompt"));
        credit.setPromptText(Texts.of("keys.credit.prompt"));
        networks.setPromptText(Texts.of("keys.networks.prompt"));
        for (ComboBox<String> box : List.of(plan, period)) {
            box.setMaxWidth(Double.MAX_VALUE);
        }
        build();
        show(
                KeySettings.newBuilder()
                        .setAllServices(true)
                        .setCreditLimit(
                                CreditLimit.newBuilder()
                                        .setPeriod(CreditPeriod.CREDIT_PERIOD_MONTH))
                        .build());
        credit.clear();
    }

    private void build() {
        services.setMaxWidth(Double.MAX_VALUE);
        services.setAccessibleText(Texts.of("keys.field.services"));
        Described.named(period, Texts.of("keys.period"));
        period.setTooltip(null);
        HBox.setHgrow(credit, Priority.ALWAYS);
        HBox.setHgrow(services, Priority.ALWAYS);
        period.setMinWidth(110);
        GridPane grid = new GridPane(12, 8);
        grid.add(field(Texts.of("keys.field.name"), name, name), 0, 0);
        grid.add(field(Texts.of("keys.field.plan"), plan, plan), 1, 0);
        grid.add(field(Texts.of("keys.field.expiry"), expiry, expiry), 0, 1);
        grid.add(field(Texts.of("keys.field.credit"), credit, new HBox(4, credit, period)), 1, 1);
        for (int i = 0; i < 2; i++) {
            var half = new javafx.scene.layout.ColumnConstraints();
            half.setPercentWidth(50);
            grid.getColumnConstraints().add(half);
        }
        HBox scope = new HBox(8, allServices, services);
        scope.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        getChildren()
                .addAll(
                        grid,
                        field(Texts.of("keys.field.services"), allServices, scope),
                        field(Texts.of("keys.field.networks"), networks, networks),
                        overrides);
    }

    private static VBox field(String title, Node labelled, Node node) {
        return new VBox(4, Described.label(title, labelled), node);
    }

    void show(KeySettings settings) {
        shown = settings;
        name.setText(settings.getName());
        // A plan or service beyond those that are listed must not get lost by saving the form.
        if (!planIds.contains(settings.getPlan())) {
            planIds.add(settings.getPlan());
            plan.getItems().add(settings.getPlan());
        }
        plan.getSelectionModel().select(planIds.indexOf(settings.getPlan()));
        allServices.setSelected(settings.getAllServices());
        services.getCheckModel().clearChecks();
        for (String each : settings.getServicesList()) {
            if (!services.getItems().contains(each)) {
                services.getItems().add(each);
            }
            services.getCheckModel().check(each);
        }
        expiry.setText(InstantInput.shown(settings.getExpiresAtMs(), formats.zone()));
        CreditLimit limit = settings.getCreditLimit();
        credit.setText(settings.hasCreditLimit() ? Nanos.toDecimal(limit.getAmountNanos()) : "");
        period.getSelectionModel()
                .select(settings.hasCreditLimit() ? limit.getPeriodValue() - 1 : 1);
        networks.setText(String.join("\n", settings.getAllowedNetworksList()));
        overrides.show(settings.getOverridesList());
    }

    /// What is wrong with what was typed; empty when it can be sent.
    String problem() {
        if (name.getText().strip().length() > 100) {
            return Texts.of("keys.name.long");
        }
        if (expiresAtMs().isEmpty()) {
            return Texts.of("keys.expiry.wrong", expiry.getText());
        }
        OptionalLong amount = MoneyInput.parse(credit.getText());
        if (!credit.getText().isBlank() && (amount.isEmpty() || amount.getAsLong() < 0)) {
            return Texts.of("keys.credit.wrong", credit.getText());
        }
        for (String network : networks()) {
            String problem = NetworkInput.problem(network);
            if (!problem.isEmpty()) {
                return problem;
            }
        }
        return overrides.problem();
    }

    // A minute is as exact as it is shown: what was not touched keeps its seconds.
    private OptionalLong expiresAtMs() {
        String before = InstantInput.shown(shown.getExpiresAtMs(), formats.zone());
        return expiry.getText().strip().equals(before)
                ? OptionalLong.of(shown.getExpiresAtMs())
                : InstantInput.instant(expiry.getText(), formats.clock().millis(), formats.zone());
    }

    private List<String> networks() {
        return networks.getText().lines().flatMap(KeyForm::words).toList();
    }

    private static java.util.stream.Stream<String> words(String line) {
        return java.util.Arrays.stream(line.split("[\\s,;]+", -1)).filter(word -> !word.isEmpty());
    }

    /// What was typed; only after [#problem] found nothing.
    KeySettings settings() {
        KeySettings.Builder settings =
                KeySettings.newBuilder()
                        .setName(name.getText().strip())
                        .setPlan(planIds.get(plan.getSelectionModel().getSelectedIndex()))
                        .setAllServices(allServices.isSelected())
                        .setExpiresAtMs(expiresAtMs().orElseThrow())
                        .addAllAllowedNetworks(networks())
                        .addAllOverrides(overrides.limits());
        if (!allServices.isSelected()) {
            settings.addAllServices(
                    services.getCheckModel().getCheckedItems().stream().sorted().toList());
        }
        if (!credit.getText().isBlank()) {
            settings.setCreditLimit(
                    CreditLimit.newBuilder()
                            .setAmountNanos(MoneyInput.parse(credit.getText()).orElseThrow())
                            .setPeriodValue(period.getSelectionModel().getSelectedIndex() + 1));
        }
        return settings.build();
    }
}
