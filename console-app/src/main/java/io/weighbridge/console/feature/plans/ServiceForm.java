package io.weighbridge.console.feature.plans;

import io.weighbridge.console.control.Chosen;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.CountInput;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.ServiceCategory;
import io.weighbridge.proto.v1.ServiceSettings;
import io.weighbridge.proto.v1.VanishedPolicy;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// The settings of a service as a form.
final class ServiceForm extends GridPane {
    private static final long TOKENS_MAX = 1_000_000_000_000L;
    private static final long TTL_SECONDS_MAX = 86_400;

    private final ComboBox<ServiceCategory> category = new ComboBox<>();
    private final ComboBox<VanishedPolicy> vanished = new ComboBox<>();
    private final TextField ttlSeconds = new TextField();
    private final TextField output = new TextField();
    private final TextField slice = new TextField();
    private final TextField ceiling = new TextField();
    private int row;

    ServiceForm() {
        setHgap(12);
        setVgap(8);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(170);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        getColumnConstraints().addAll(names, fields);
        category.getItems().addAll(known(ServiceCategory.values(), ServiceCategory.UNRECOGNIZED));
        category.getItems().remove(ServiceCategory.SERVICE_CATEGORY_UNSPECIFIED);
        category.setConverter(new Chosen<>(ServiceField::category));
        vanished.getItems().addAll(known(VanishedPolicy.values(), VanishedPolicy.UNRECOGNIZED));
        vanished.getItems().remove(VanishedPolicy.VANISHED_POLICY_UNSPECIFIED);
        vanished.setConverter(
                new Chosen<>(policy -> Texts.of("plans.vanished." + policy.getNumber())));
        category.setMaxWidth(Double.MAX_VALUE);
        vanished.setMaxWidth(Double.MAX_VALUE);
        category.setId("service-category");
        vanished.setId("service-vanished");
        ttlSeconds.setId("service-ttl");
        output.setId("service-output");
        slice.setId("service-slice");
        ceiling.setId("service-ceiling");
        add(Texts.of("plans.service.category"), category);
        add(Texts.of("plans.service.vanished"), vanished);
        add(Texts.of("plans.service.ttl.seconds"), ttlSeconds);
        add(Texts.of("plans.service.output"), output);
        add(Texts.of("plans.service.slice"), slice);
        add(Texts.of("plans.service.ceiling"), ceiling);
        ttlSeconds.setPromptText("600");
        output.setPromptText("0");
        slice.setPromptText("256");
        ceiling.setPromptText(Texts.of("plans.service.ceiling.none"));
        show(
                ServiceSettings.newBuilder()
                        .setCategory(ServiceCategory.SERVICE_CATEGORY_TEXT)
                        .build());
    }

    private static <E> List<E> known(E[] all, E unrecognized) {
        return Arrays.stream(all).filter(each -> !each.equals(unrecognized)).toList();
    }

    private void add(String name, Node field) {
        Label label = Described.label(name, field);
        add(label, 0, row);
        add(field, 1, row);
        row++;
    }

    void show(ServiceSettings settings) {
        category.setValue(settings.getCategory());
        vanished.setValue(
                settings.getVanishedPolicy() == VanishedPolicy.VANISHED_POLICY_UNSPECIFIED
                        ? VanishedPolicy.VANISHED_POLICY_BILL_DELIVERED
                        : settings.getVanishedPolicy());
        ttlSeconds.setText(typed(settings.getHoldTtlMs() / 1_000));
        output.setText(typed(settings.getDefaultOutputTokens()));
        slice.setText(typed(settings.getMeterSliceTokens()));
        ceiling.setText(
                settings.getUnpricedCeilingNanos() == 0
                        ? ""
                        : Nanos.toDecimal(settings.getUnpricedCeilingNanos()));
    }

    private static String typed(long value) {
        return value == 0 ? "" : Long.toString(value);
    }

    /// What is wrong with what was typed; empty when it can be sent.
    String problem() {
        if (value(ttlSeconds, TTL_SECONDS_MAX).isEmpty()) {
            return Texts.of("plans.service.ttl.wrong", ttlSeconds.getText());
        }
        for (TextField field : List.of(output, slice)) {
            if (value(field, TOKENS_MAX).isEmpty()) {
                return Texts.of("plans.service.tokens.wrong", field.getText());
            }
        }
        OptionalLong nanos = ceiling();
        return nanos.isEmpty() || nanos.getAsLong() < 0
                ? Texts.of("plans.service.ceiling.wrong", ceiling.getText())
                : "";
    }

    private static OptionalLong value(TextField field, long most) {
        return field.getText().isBlank()
                ? OptionalLong.of(0)
                : CountInput.parse(field.getText(), most);
    }

    private OptionalLong ceiling() {
        return ceiling.getText().isBlank()
                ? OptionalLong.of(0)
                : MoneyInput.parse(ceiling.getText());
    }

    /// What was typed, on top of what is not in the form.
    ServiceSettings settings(ServiceSettings rest) {
        return rest.toBuilder()
                .setCategoryValue(
                        category.getValue() == ServiceCategory.UNRECOGNIZED
                                ? rest.getCategoryValue()
                                : category.getValue().getNumber())
                .setVanishedPolicyValue(
                        vanished.getValue() == VanishedPolicy.UNRECOGNIZED
                                ? rest.getVanishedPolicyValue()
                                : vanished.getValue().getNumber())
                .setHoldTtlMs(
                        ttlSeconds.getText().equals(typed(rest.getHoldTtlMs() / 1_000))
                                ? rest.getHoldTtlMs()
                                : value(ttlSeconds, TTL_SECONDS_MAX).orElseThrow() * 1_000)
                .setDefaultOutputTokens(value(output, TOKENS_MAX).orElseThrow())
                .setMeterSliceTokens(value(slice, TOKENS_MAX).orElseThrow())
                .setUnpricedCeilingNanos(ceiling().orElseThrow())
                .build();
    }
}
