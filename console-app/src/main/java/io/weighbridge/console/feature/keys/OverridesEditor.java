package io.weighbridge.console.feature.keys;

import io.weighbridge.console.control.Described;
import io.weighbridge.console.text.CountInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ServiceLimits;

import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Limits of one key that take the place of its plan's for the same service, whole: a line each.
final class OverridesEditor extends VBox {
    private static final long REQUESTS_MAX = 1_000_000_000L;
    private static final long TOKENS_MAX = 10_000_000_000L;
    private static final long CALLS_MAX = 1_000_000L;

    private final List<String> services;
    private final VBox lines = new VBox(4);
    private final List<Line> all = new ArrayList<>();

    private record Line(
            HBox node,
            ComboBox<String> service,
            TextField requests,
            TextField tokens,
            TextField calls,
            CheckBox shadow) {}

    OverridesEditor(List<String> services) {
        super(4);
        this.services = new ArrayList<>(services);
        Label title = new Label(Texts.of("keys.field.overrides"));
        Button add = new Button(Texts.of("keys.overrides.add"), new FontIcon("fth-plus"));
        add.setId("add-override");
        add.getStyleClass().addAll("flat", "small");
        add.setOnAction(_ -> add(ServiceLimits.getDefaultInstance()));
        HBox head = new HBox(8, title, add);
        head.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        getChildren().addAll(head, lines);
    }

    void show(List<ServiceLimits> limits) {
        all.clear();
        lines.getChildren().clear();
        limits.forEach(this::add);
    }

    private void add(ServiceLimits limits) {
        if (!limits.getService().isEmpty() && !services.contains(limits.getService())) {
            services.add(limits.getService());
        }
        ComboBox<String> service = new ComboBox<>();
        service.getItems().add(Texts.of("keys.limit.others"));
        service.getItems().addAll(services);
        service.getSelectionModel()
                .select(
                        limits.getService().isEmpty()
                                ? 0
                                : services.indexOf(limits.getService()) + 1);
        service.setPrefWidth(190);
        Described.named(service, Texts.of("keys.overrides.service"));
        TextField requests =
                number("requests", limits.hasRequestsPerMinute(), limits.getRequestsPerMinute());
        TextField tokens =
                number("tokens", limits.hasTokensPerMinute(), limits.getTokensPerMinute());
        TextField calls = number("calls", limits.hasConcurrentCalls(), limits.getConcurrentCalls());
        CheckBox shadow = new CheckBox(Texts.of("keys.limit.shadow"));
        shadow.setSelected(limits.getShadow());
        Described.named(shadow, Texts.of("keys.limit.shadow"));
        Button remove = new Button("", new FontIcon("fth-x"));
        remove.getStyleClass().addAll("flat", "button-icon", "small");
        Described.named(remove, Texts.of("keys.overrides.remove"));
        HBox node = new HBox(4, service, requests, tokens, calls, shadow, remove);
        node.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        Line line = new Line(node, service, requests, tokens, calls, shadow);
        remove.setOnAction(
                _ -> {
                    all.remove(line);
                    lines.getChildren().remove(node);
                });
        all.add(line);
        lines.getChildren().add(node);
    }

    private static TextField number(String word, boolean isLimited, long value) {
        TextField field = new TextField(isLimited ? Long.toString(value) : "");
        field.setPrefWidth(76);
        field.setPromptText(Texts.of("keys.overrides." + word));
        return Described.named(field, Texts.of("keys.overrides." + word + ".help"));
    }

    String problem() {
        Set<Integer> seen = new HashSet<>();
        for (Line line : all) {
            if (!seen.add(line.service().getSelectionModel().getSelectedIndex())) {
                return Texts.of("keys.overrides.twice", line.service().getValue());
            }
            for (TextField field : List.of(line.requests(), line.tokens(), line.calls())) {
                if (!field.getText().isBlank()
                        && CountInput.parse(field.getText(), most(line, field)).isEmpty()) {
                    return Texts.of("keys.overrides.wrong", field.getText());
                }
            }
        }
        return "";
    }

    private static long most(Line line, TextField field) {
        if (field.equals(line.requests())) {
            return REQUESTS_MAX;
        }
        return field.equals(line.tokens()) ? TOKENS_MAX : CALLS_MAX;
    }

    List<ServiceLimits> limits() {
        return all.stream().map(this::limits).toList();
    }

    private ServiceLimits limits(Line line) {
        int index = line.service().getSelectionModel().getSelectedIndex();
        ServiceLimits.Builder limits =
                ServiceLimits.newBuilder()
                        .setService(index <= 0 ? "" : services.get(index - 1))
                        .setShadow(line.shadow().isSelected());
        CountInput.parse(line.requests().getText(), REQUESTS_MAX)
                .ifPresent(limits::setRequestsPerMinute);
        CountInput.parse(line.tokens().getText(), TOKENS_MAX).ifPresent(limits::setTokensPerMinute);
        CountInput.parse(line.calls().getText(), CALLS_MAX).ifPresent(limits::setConcurrentCalls);
        return limits.build();
    }
}
